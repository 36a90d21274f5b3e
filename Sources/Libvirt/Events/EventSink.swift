import Synchronization

/// Where libvirt's callbacks put events. libvirt holds one reference for each registered callback.
final class EventSink: Sendable {
    let loss = Loss()
    private let continuation: AsyncStream<HypervisorEvent>.Continuation

    init(_ continuation: AsyncStream<HypervisorEvent>.Continuation) {
        self.continuation = continuation
    }

    deinit {
        continuation.finish()
    }

    /// - Returns: false when nobody listens any more.
    @discardableResult
    func yield(_ event: HypervisorEvent) -> Bool {
        switch continuation.yield(event) {
        case .enqueued: return true
        case .dropped:
            loss.flag.store(true, ordering: .releasing)
            return true
        case .terminated: return false
        @unknown default: return true
        }
    }

    func finish() {
        continuation.finish()
    }

    /// Set where the buffer was full, which the consumer sees before its next event.
    final class Loss: Sendable {
        let flag = Atomic(false)
    }
}
