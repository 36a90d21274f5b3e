import Synchronization

/// Events for one consumer, the newest ones when it is slow; what it lost shows as `HypervisorEvent.missed`.
package struct EventStream: AsyncSequence, Sendable {
    package typealias Element = HypervisorEvent
    package typealias Failure = Never

    private let events: AsyncStream<HypervisorEvent>
    private let lost: EventSink.Loss

    /// - Parameter capacity: how many events wait for the consumer at most.
    static func make(capacity: Int) -> (EventStream, EventSink) {
        let (events, continuation) = AsyncStream.makeStream(
            of: HypervisorEvent.self, bufferingPolicy: .bufferingNewest(capacity))
        let sink = EventSink(continuation)
        return (EventStream(events: events, lost: sink.loss), sink)
    }

    package func makeAsyncIterator() -> Iterator {
        Iterator(events: events.makeAsyncIterator(), lost: lost)
    }

    package struct Iterator: AsyncIteratorProtocol {
        var events: AsyncStream<HypervisorEvent>.AsyncIterator
        let lost: EventSink.Loss

        package mutating func next() async -> HypervisorEvent? {
            await next(isolation: #isolation)
        }

        package mutating func next(
            isolation actor: isolated (any Actor)?
        ) async -> HypervisorEvent? {
            if lost.flag.exchange(false, ordering: .acquiringAndReleasing) { return .missed }
            return await events.next(isolation: actor)
        }
    }
}
