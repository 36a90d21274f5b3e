import Synchronization

/// The events of one listener, for one consumer; the newest ones when it is slow.
package struct NotificationEvents: AsyncSequence, Sendable {
    package typealias Element = NotificationEvent
    package typealias Failure = Never

    private let events: AsyncStream<NotificationEvent>
    private let loss: NotificationSink.Loss

    /// - Parameter capacity: how many events wait for the consumer at most.
    static func make(capacity: Int) -> (NotificationEvents, NotificationSink) {
        let (events, continuation) = AsyncStream.makeStream(
            of: NotificationEvent.self, bufferingPolicy: .bufferingNewest(capacity))
        let sink = NotificationSink(continuation)
        return (NotificationEvents(events: events, loss: sink.loss), sink)
    }

    package func makeAsyncIterator() -> Iterator {
        Iterator(events: events.makeAsyncIterator(), loss: loss)
    }

    package struct Iterator: AsyncIteratorProtocol {
        var events: AsyncStream<NotificationEvent>.AsyncIterator
        let loss: NotificationSink.Loss

        package mutating func next() async -> NotificationEvent? {
            await next(isolation: #isolation)
        }

        package mutating func next(isolation actor: isolated (any Actor)?) async -> NotificationEvent? {
            if loss.flag.exchange(false, ordering: .acquiringAndReleasing) { return .missed }
            return await events.next(isolation: actor)
        }
    }
}

/// Where a listener's thread puts what it hears.
final class NotificationSink: Sendable {
    let loss = Loss()
    private let continuation: AsyncStream<NotificationEvent>.Continuation

    init(_ continuation: AsyncStream<NotificationEvent>.Continuation) {
        self.continuation = continuation
    }

    func yield(_ event: NotificationEvent) {
        if case .dropped = continuation.yield(event) { loss.flag.store(true, ordering: .releasing) }
    }

    func finish() {
        continuation.finish()
    }

    func onTermination(_ body: @escaping @Sendable () -> Void) {
        continuation.onTermination = { _ in body() }
    }

    /// Set where the buffer was full, which the consumer sees before its next event.
    final class Loss: Sendable {
        let flag = Atomic(false)
    }
}
