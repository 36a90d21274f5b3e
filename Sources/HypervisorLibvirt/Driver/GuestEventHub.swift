import Compute
import Synchronization

/// Hands every event to all who listen; each loses its oldest ones when it is slow.
final class GuestEventHub: Sendable {
    private let state = Mutex(State())

    private struct State: Sendable {
        var next = 0
        var listeners: [Int: AsyncStream<GuestEvent>.Continuation] = [:]
        var isFinished = false
    }

    /// Every event from now on.
    func events() -> AsyncStream<GuestEvent> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: GuestEvent.self, bufferingPolicy: .bufferingNewest(4096))
        let number: Int? = state.withLock { state in
            if state.isFinished { return nil }
            defer { state.next += 1 }
            state.listeners[state.next] = continuation
            return state.next
        }
        guard let number else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [self] _ in
            _ = state.withLock { $0.listeners.removeValue(forKey: number) }
        }
        return stream
    }

    func publish(_ event: GuestEvent) {
        for listener in state.withLock({ Array($0.listeners.values) }) {
            // A listener that lost an event must look at everything.
            if case .dropped = listener.yield(event) { listener.yield(.lookAgain) }
        }
    }

    func finish() {
        let listeners = state.withLock { state in
            state.isFinished = true
            return Array(state.listeners.values)
        }
        for listener in listeners { listener.finish() }
    }
}
