import Compute
import Testing

@testable import ConsoleProxy

@Suite("Open console sessions", .timeLimit(.minutes(20)))
struct ConsoleSessionsTests {
    private static func grant(_ line: ConsoleGrant.Line, of number: Int = 1) -> ConsoleGrant {
        ConsoleGrant(
            server: ServerID("9168b536-cd40-4630-b43f-00000000000\(number)"), line: line,
            consoles: GuestConsoles(run: number), expiresAt: Timestamp(microseconds: 0))
    }

    private static func screen(_ port: Int) -> ConsoleGrant.Line {
        .screen(ConsoleAddress(host: "127.0.0.1", port: port))
    }

    /// - Returns: why each of them ended, once all guests are gone.
    private static func ends(
        of entries: [ConsoleSessions.Entry], _ sessions: ConsoleSessions
    ) async -> [SessionEnd?] {
        for server in sessions.servers { sessions.end(of: server, except: nil) }
        var ends: [SessionEnd?] = []
        for entry in entries { ends.append(await entry.ends.first { _ in true }) }
        return ends
    }

    @Test("A serial port has one session, the last who came")
    func terminal() async throws {
        let sessions = ConsoleSessions(maximum: 10)
        let first = try #require(sessions.begin(Self.grant(.terminal("/dev/pts/1"))))
        let second = try #require(sessions.begin(Self.grant(.terminal("/dev/pts/1"))))
        let other = try #require(sessions.begin(Self.grant(.terminal("/dev/pts/2"), of: 2)))
        #expect(await Self.ends(of: [first, second, other], sessions) == [.replaced, .guestGone, .guestGone])
    }

    @Test("Sixteen look at one screen; one more takes the place of who came first")
    func screens() async throws {
        let sessions = ConsoleSessions(maximum: 100)
        let other = try #require(sessions.begin(Self.grant(Self.screen(5901), of: 2)))
        let entries = try (0..<17).map { _ in try #require(sessions.begin(Self.grant(Self.screen(5900)))) }
        let ends = await Self.ends(of: entries + [other], sessions)
        #expect(ends == [.replaced] + Array(repeating: .guestGone, count: 17))
    }

    @Test("SPICE has one client at a time, the last who came")
    func spice() async throws {
        let sessions = ConsoleSessions(maximum: 10)
        let line = ConsoleGrant.Line.spice(ConsoleAddress(host: "127.0.0.1", port: 5900))
        let first = try #require(sessions.begin(Self.grant(line), Self.key("a")))
        let channel = try #require(Self.joined(sessions, "a"))
        let second = try #require(sessions.begin(Self.grant(line), Self.key("b")))
        let other = try #require(Self.joined(sessions, "b"))
        #expect(await first.ends.first { _ in true } == .replaced)
        sessions.forget(first)
        #expect(await channel.ends.first { _ in true } == .sessionOver)
        #expect(await Self.ends(of: [second, other], sessions) == [.guestGone, .guestGone])
    }

    private static func key(
        _ token: String, from address: String? = "127.0.0.1", _ origin: String? = nil
    ) -> SessionKey {
        SessionKey(token: token, address: address, origin: origin)
    }

    private static func joined(_ sessions: ConsoleSessions, _ token: String) -> ConsoleSessions.Entry? {
        guard case .joined(_, let entry) = sessions.join(key(token)) else { return nil }
        return entry
    }

    private static func isUnknown(_ joining: ConsoleSessions.Joining) -> Bool {
        if case .none = joining { true } else { false }
    }

    private static func isFull(_ joining: ConsoleSessions.Joining) -> Bool {
        if case .full = joining { true } else { false }
    }

    @Test("A session with SPICE has sixteen connections, and room for others when one of them ends")
    func channels() throws {
        let sessions = ConsoleSessions(maximum: 100)
        let grant = Self.grant(.spice(ConsoleAddress(host: "127.0.0.1", port: 5900)))
        let first = try #require(sessions.begin(grant, Self.key("a")))
        let further = try (1...15).map { _ in try #require(Self.joined(sessions, "a")) }
        #expect(Self.isFull(sessions.join(Self.key("a"))))
        #expect(sessions.count == 16)
        sessions.forget(try #require(further.first))
        #expect(Self.joined(sessions, "a") != nil)
        sessions.forget(first)
        #expect(Self.isUnknown(sessions.join(Self.key("a"))), "without the first there is no session")
    }

    @Test("Only the same token, client and page have further connections, and only of SPICE")
    func keys() throws {
        let sessions = ConsoleSessions(maximum: 100)
        let spice = ConsoleGrant.Line.spice(ConsoleAddress(host: "127.0.0.1", port: 5900))
        let key = Self.key("a", from: "192.0.2.1", "https://cloud.example")
        _ = try #require(sessions.begin(Self.grant(spice), key))
        _ = try #require(sessions.begin(Self.grant(Self.screen(5901), of: 2), Self.key("vnc")))
        _ = try #require(sessions.begin(Self.grant(.terminal("/dev/pts/1"), of: 3), Self.key("serial")))
        for other in [
            Self.key("b", from: "192.0.2.1", "https://cloud.example"),
            Self.key("a", from: "192.0.2.2", "https://cloud.example"),
            Self.key("a", from: nil, "https://cloud.example"),
            Self.key("a", from: "192.0.2.1", "https://other.example"), Self.key("a", from: "192.0.2.1"),
            Self.key("vnc"), Self.key("serial"),
        ] {
            #expect(Self.isUnknown(sessions.join(other)))
        }
        #expect(!Self.isUnknown(sessions.join(key)))
    }

    @Test("Further connections count with all others")
    func channelsAreCounted() throws {
        let sessions = ConsoleSessions(maximum: 2)
        let grant = Self.grant(.spice(ConsoleAddress(host: "127.0.0.1", port: 5900)))
        _ = try #require(sessions.begin(grant, Self.key("a")))
        _ = try #require(Self.joined(sessions, "a"))
        #expect(sessions.isFull && Self.isFull(sessions.join(Self.key("a"))))
    }

    @Test("There are no more sessions than there may be")
    func full() throws {
        let sessions = ConsoleSessions(maximum: 1)
        let entry = try #require(sessions.begin(Self.grant(Self.screen(5900))))
        #expect(sessions.isFull && sessions.begin(Self.grant(Self.screen(5901))) == nil)
        sessions.forget(entry)
        #expect(!sessions.isFull)
    }
}
