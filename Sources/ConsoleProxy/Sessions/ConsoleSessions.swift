import Compute
import Synchronization

/// The sessions that are open, so that they can be ended from outside.
final class ConsoleSessions: Sendable {
    struct Entry: Sendable {
        let number: Int
        /// What ends the session, once.
        let ends: AsyncStream<SessionEnd>
    }

    private struct Open: Sendable {
        let grant: ConsoleGrant
        let end: AsyncStream<SessionEnd>.Continuation
    }

    private struct State: Sendable {
        var next = 0
        var open: [Int: Open] = [:]

        /// Those that make place for one more, the oldest first.
        func displaced(by grant: ConsoleGrant) -> [Open] {
            let same = open.filter { $0.value.grant.line == grant.line }.sorted { $0.key < $1.key }.map(\.value)
            return Array(same.dropLast(grant.sharers - 1))
        }
    }

    private let state = Mutex(State())
    private let maximum: Int

    init(maximum: Int) {
        self.maximum = maximum
    }

    var count: Int { state.withLock { $0.open.count } }
    var isFull: Bool { count >= maximum }
    var servers: Set<ServerID> { state.withLock { Set($0.open.values.map(\.grant.server)) } }

    /// The last who comes gets a terminal; whoever had it is sent away. So is who has looked longest at a screen that as
    /// many look at as may: a server's sessions must not take those of all others.
    /// - Returns: nil when there are as many sessions as there may be.
    func begin(_ grant: ConsoleGrant) -> Entry? {
        let (ends, end) = AsyncStream.makeStream(of: SessionEnd.self, bufferingPolicy: .bufferingOldest(1))
        let begun: (number: Int, others: [Open])? = state.withLock { state in
            guard state.open.count < maximum else { return nil }
            state.next += 1
            let others = state.displaced(by: grant)
            state.open[state.next] = Open(grant: grant, end: end)
            return (state.next, others)
        }
        guard let begun else { return nil }
        for other in begun.others { other.end.yield(.replaced) }
        return Entry(number: begun.number, ends: ends)
    }

    func forget(_ entry: Entry) {
        state.withLock { _ = $0.open.removeValue(forKey: entry.number) }
    }

    /// Ends the sessions with runs of a guest that are over.
    /// - Parameter current: nil when the guest doesn't run.
    func end(of server: ServerID, except current: GuestConsoles?) {
        let over = state.withLock { state in
            state.open.values.filter { $0.grant.server == server && $0.grant.consoles != current }
        }
        for session in over { session.end.yield(.guestGone) }
    }
}

extension ConsoleGrant {
    /// How many sessions may share its line.
    fileprivate var sharers: Int {
        switch line {
        case .terminal: 1
        case .screen: 16
        }
    }
}
