package import DurableActions

/// Tells which servers' actions have ended, in order.
package struct EndedActions: ActionObserver {
    /// For one consumer.
    package let servers: AsyncStream<ServerID>
    private let continuation: AsyncStream<ServerID>.Continuation

    package init() {
        (servers, continuation) = AsyncStream.makeStream(of: ServerID.self)
    }

    package func observe(_ event: ActionEvent) {
        switch event {
        case .ended(let row, _): continuation.yield(ServerID(row.subject))
        case .stepStarted, .stepFinished, .stepFailed, .unreadable: break
        }
    }
}
