/// What a restart does with an action that a crash left at a step.
package enum Recovery: Sendable, Hashable {
    /// Run the step again and go on.
    case redo
    /// Undo the step and those before it.
    case rollBack
}
