/// What a step that worked asks to be stored: where the action goes, and the domain changes of the same transaction.
package enum StepResult<Step: Sendable, Change: Sendable>: Sendable {
    case next(Step, changes: [Change])
    case finished(changes: [Change])

    package static func next(_ step: Step) -> Self { .next(step, changes: []) }
    package static var finished: Self { .finished(changes: []) }
}
