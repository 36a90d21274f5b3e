import Foundation
import Testing

@testable import Libvirt

@Suite(.timeLimit(.minutes(20))) struct EventTests {
    @Test func `Lifecycle events come in order with name, UUID and detail`() async throws {
        let driver = try TestDriver()
        var events = try driver.connection.events().makeAsyncIterator()
        let domain = try driver.defineDomain()
        try domain.create()
        try domain.destroy()
        var seen: [DomainEvent] = []
        while seen.count < 3, case .domain(let event)? = await events.next() { seen.append(event) }
        #expect(
            seen.map(\.change) == [
                .lifecycle(.defined, detail: .init(rawValue: 0)),
                .lifecycle(.started, detail: .startedBooted),
                .lifecycle(.stopped, detail: .stoppedDestroyed),
            ])
        #expect(try Set(seen.map(\.uuid)) == [domain.uuid()])
        #expect(Set(seen.map(\.name)) == ["guest"])
    }

    @Test func `A consumer that is too slow learns that events are missing and gets the newest`() async throws {
        let (stream, sink) = EventStream.make(capacity: 2)
        for number in 1...5 { sink.yield(Self.event(number)) }
        var events = stream.makeAsyncIterator()
        #expect(await events.next() == .missed)
        #expect(await events.next() == Self.event(4))
        #expect(await events.next() == Self.event(5))
        sink.yield(Self.event(6))
        #expect(await events.next() == Self.event(6))
    }

    private static func event(_ number: Int) -> HypervisorEvent {
        let zero = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
        return .domain(DomainEvent(uuid: zero, name: "guest \(number)", change: .rebooted))
    }

    @Test func `The event loop starts again after it was stopped`() async throws {
        for _ in 1...3 {
            let loop = try EventLoop()
            let connection = try Connection.open("test:///default", loop: loop)
            var events = try connection.events().makeAsyncIterator()
            let domain = try connection.createDomain(xml: TestDriver.domainXML("loop-\(UUID())"))
            #expect(try await events.next { try $0.uuid == domain.uuid() } != nil)
            try domain.destroy()
            loop.stop()
        }
    }
}

extension EventStream.Iterator {
    /// The next event of a domain that fits.
    mutating func next(where fits: (DomainEvent) throws -> Bool) async rethrows -> DomainEvent? {
        while let event = await next() {
            if case .domain(let domain) = event, try fits(domain) { return domain }
        }
        return nil
    }
}
