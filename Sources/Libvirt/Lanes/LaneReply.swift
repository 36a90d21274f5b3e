import Synchronization

/// The one answer of a call: from its thread, its deadline or its cancellation, whichever is first.
final class LaneReply<Value: Sendable>: Sendable {
    private typealias Continuation = CheckedContinuation<Result<Value, LibvirtError>, Never>
    private let state = Mutex(State.open)

    private enum State: Sendable {
        case open
        case awaited(Continuation)
        case answered(Result<Value, LibvirtError>)
        case delivered
    }

    /// - Returns: false when there was an answer already.
    @discardableResult
    func answer(_ result: Result<Value, LibvirtError>) -> Bool {
        let (isFirst, continuation) = state.withLock { state -> (Bool, Continuation?) in
            switch state {
            case .open:
                state = .answered(result)
                return (true, nil)
            case .awaited(let continuation):
                state = .delivered
                return (true, continuation)
            case .answered, .delivered:
                return (false, nil)
            }
        }
        continuation?.resume(returning: result)
        return isFirst
    }

    /// To be awaited once.
    func value() async throws(LibvirtError) -> Value {
        let result = await withCheckedContinuation { continuation in
            let early = state.withLock { state -> Result<Value, LibvirtError>? in
                if case .answered(let result) = state {
                    state = .delivered
                    return result
                }
                state = .awaited(continuation)
                return nil
            }
            if let early { continuation.resume(returning: early) }
        }
        return try result.get()
    }
}
