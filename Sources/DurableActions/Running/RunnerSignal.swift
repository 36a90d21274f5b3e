/// What the runner's loop reacts to.
enum RunnerSignal: Sendable {
    case wake(String)
    case poll
    /// An action's task ended; `stop` is nil when the action itself did.
    case ended(ActionRow, stop: ExecutionStop?)
    case stop
}
