/// Why the runner lets go of an action that hasn't ended.
enum ExecutionStop: Error, Hashable {
    /// A graceful stop, or the runner's task was cancelled: the row goes on after the next start.
    case stopped
    case leaseLost(ActionID)
    /// The row has changed under a try whose answer was lost: it goes on from what is stored.
    case overtaken
    case crashed
}
