/// One kind of action with its type erased.
struct RegisteredKind<Change: Sendable>: Sendable {
    let read: @Sendable (ActionRow) throws(UnreadableAction) -> ReadableRow<Change>

    init<Action: DurableAction>(
        _ type: Action.Type, environment: Action.Environment
    ) where Action.Change == Change {
        read = { row throws(UnreadableAction) in
            let read = try ReadAction<Action>(row)
            return ReadableRow(
                actionClass: Action.actionClass, preempts: Action.preempts, recovery: Action.recovery(at: read.step),
                execute: { context async throws(ExecutionStop) in
                    var execution = ActionExecution(read, row: row, environment: environment, context: context)
                    try await execution.run()
                })
        }
    }
}
