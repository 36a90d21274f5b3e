import DurableActions

/// The events of an action that has several, one after another, in `os-instance-actions`. It is part of the action's payload.
package struct EventChain: Sendable, Codable {
    /// What failed where nothing has begun yet.
    private let first: [String]
    /// Outermost first.
    private var open: [String] = []

    /// - Parameter first: the events with which the action begins.
    init(_ first: String...) {
        self.first = first
    }

    /// Ends what is open, and begins what comes next.
    mutating func next(_ events: String..., on host: HostName?) -> [ComputeChange] {
        let ended = ended
        open = events
        return ended + events.map { .beginEvent($0, host: host) }
    }

    /// Of an action that has succeeded.
    var ended: [ComputeChange] {
        open.reversed().map { .endEvent($0, .success, details: nil, traceback: nil) }
    }

    func failed(with failure: ActionFailure) -> [ComputeChange] {
        let begun = open.isEmpty ? first.map { ComputeChange.beginEvent($0, host: nil) } : []
        return begun
            + (open.isEmpty ? first : open).reversed().map {
                .endEvent($0, .error, details: failure.fault.message, traceback: failure.fault.details)
            }
    }
}
