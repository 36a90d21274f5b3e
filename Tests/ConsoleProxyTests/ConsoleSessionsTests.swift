import Compute
import Testing

@testable import ConsoleProxy

@Suite("Open console sessions", .timeLimit(.minutes(10)))
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

    @Test("There are no more sessions than there may be")
    func full() throws {
        let sessions = ConsoleSessions(maximum: 1)
        let entry = try #require(sessions.begin(Self.grant(Self.screen(5900))))
        #expect(sessions.isFull && sessions.begin(Self.grant(Self.screen(5901))) == nil)
        sessions.forget(entry)
        #expect(!sessions.isFull)
    }
}
