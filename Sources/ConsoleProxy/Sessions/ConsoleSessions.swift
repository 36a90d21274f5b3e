import Compute
import Synchronization

/// The sessions that are open, so that they can be ended from outside.
///
/// SPICE takes a connection for each of its channels, all with one token. The first opens the session as any token does. As
/// long as it is there, and no longer, its client may open further ones. They end when it does.
final class ConsoleSessions: Sendable {
    struct Entry: Sendable {
        let number: Int
        /// What ends the session, once.
        let ends: AsyncStream<SessionEnd>
    }

    private struct Open: Sendable {
        let grant: ConsoleGrant
        let end: AsyncStream<SessionEnd>.Continuation
        /// Who may open further connections; nil for those themselves.
        var key: SessionKey?
        /// The first connection of the session; nil for that itself.
        var first: Int?
    }

    enum Joining: Sendable {
        case joined(ConsoleGrant, Entry)
        /// The session, or all together, have as many connections as they may.
        case full
        /// No session of that token and client is open, or it has one connection only.
        case none
    }

    private struct State: Sendable {
        var next = 0
        var open: [Int: Open] = [:]

        /// Those that make place for one more, the oldest first.
        func displaced(by grant: ConsoleGrant) -> [Open] {
            let same = open.filter { $0.value.grant.line == grant.line && $0.value.first == nil }
                .sorted { $0.key < $1.key }.map(\.value)
            return Array(same.dropLast(grant.sharers - 1))
        }

        mutating func add(_ session: Open) -> Int {
            next += 1
            open[next] = session
            return next
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
    /// - Parameter key: whose further connections are to be admitted.
    /// - Returns: nil when there are as many sessions as there may be.
    func begin(_ grant: ConsoleGrant, _ key: SessionKey? = nil) -> Entry? {
        let (ends, end) = AsyncStream.makeStream(of: SessionEnd.self, bufferingPolicy: .bufferingOldest(1))
        let begun: (number: Int, others: [Open])? = state.withLock { state in
            guard state.open.count < maximum else { return nil }
            let others = state.displaced(by: grant)
            return (state.add(Open(grant: grant, end: end, key: key)), others)
        }
        guard let begun else { return nil }
        for other in begun.others { other.end.yield(.replaced) }
        return Entry(number: begun.number, ends: ends)
    }

    /// One more connection of a session that is open.
    func join(_ key: SessionKey) -> Joining {
        let (ends, end) = AsyncStream.makeStream(of: SessionEnd.self, bufferingPolicy: .bufferingOldest(1))
        return state.withLock { state in
            guard let (number, session) = state.open.first(where: { $0.value.key == key }),
                session.grant.connections > 1
            else { return .none }
            let others = state.open.values.count { $0.first == number }
            guard others + 1 < session.grant.connections, state.open.count < maximum else { return .full }
            let own = state.add(Open(grant: session.grant, end: end, first: number))
            return .joined(session.grant, Entry(number: own, ends: ends))
        }
    }

    /// Forgets a connection that has ended, and ends those that hang on it.
    func forget(_ entry: Entry) {
        let further = state.withLock { state in
            state.open[entry.number] = nil
            return state.open.values.filter { $0.first == entry.number }
        }
        for connection in further { connection.end.yield(.sessionOver) }
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
        // QEMU's SPICE server sends the former client away.
        case .terminal, .spice: 1
        case .screen: 16
        }
    }

    /// How many connections a session may have at once.
    fileprivate var connections: Int {
        switch line {
        case .terminal, .screen: 1
        case .spice: 16
        }
    }
}
