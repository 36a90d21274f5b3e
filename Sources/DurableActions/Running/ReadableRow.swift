/// A row that this program understands, ready to run.
struct ReadableRow<Change: Sendable>: Sendable {
    let actionClass: ActionClass
    let preempts: Bool
    /// What a restart makes of it.
    let recovery: Recovery
    let execute: @Sendable (ExecutionContext<Change>) async throws(ExecutionStop) -> Void
}
