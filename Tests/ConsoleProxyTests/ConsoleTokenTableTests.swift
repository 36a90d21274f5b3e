import Compute
import Testing

@testable import ConsoleProxy

@Suite struct ConsoleTokenTableTests {
    private let start = Timestamp(microseconds: 1_000_000_000)
    private let server = ServerID("9168b536-cd40-4630-b43f-000000000001")

    private func grant(of server: ServerID? = nil, run: Int = 1, seconds: Int64 = 600) -> ConsoleGrant {
        ConsoleGrant(
            server: server ?? self.server, line: .terminal("/dev/pts/1"), consoles: GuestConsoles(run: run),
            expiresAt: start.adding(seconds: seconds))
    }

    @Test("A token is taken once; looking at it does not use it up")
    func once() {
        let table = ConsoleTokenTable()
        table.add("a", grant(), at: start)
        #expect(table.grant(of: "a", at: start) == grant())
        #expect(table.take("b", at: start) == nil)
        #expect(table.take("a", at: start) == grant())
        #expect(table.take("a", at: start) == nil)
        #expect(table.grant(of: "a", at: start) == nil)
    }

    @Test("Of many who use one token at the same time one gets the session")
    func race() async {
        let table = ConsoleTokenTable()
        let (start, grant) = (start, grant())
        table.add("a", grant, at: start)
        let winners = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<100 { group.addTask { table.take("a", at: start) != nil } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(winners == 1)
    }

    @Test("A token ends when its time is up, to the moment")
    func expiry() {
        let table = ConsoleTokenTable()
        table.add("a", grant(seconds: 10), at: start)
        #expect(table.grant(of: "a", at: start.adding(seconds: 9)) != nil)
        #expect(table.grant(of: "a", at: start.adding(seconds: 10)) == nil)
        #expect(table.take("a", at: start.adding(seconds: 10)) == nil)
    }

    @Test("What is over is forgotten, and no server has more than its share")
    func bounded() {
        let table = ConsoleTokenTable()
        let other = ServerID("9168b536-cd40-4630-b43f-000000000002")
        table.add("other", grant(of: other, seconds: 5), at: start)
        for number in 0..<100 { table.add("\(number)", grant(seconds: Int64(number) + 10), at: start) }
        #expect(table.servers == [server, other])
        let kept = (0..<100).filter { table.grant(of: "\($0)", at: start) != nil }
        #expect(kept == Array(100 - ConsoleTokenTable.mostOfServer..<100), "the oldest make room")
        table.add("new", grant(seconds: 600), at: start.adding(seconds: 6))
        #expect(table.servers == [server])
    }

    @Test("Tokens for a run that is over go, those for the present run stay")
    func runs() {
        let table = ConsoleTokenTable()
        table.add("old", grant(run: 1), at: start)
        table.add("new", grant(run: 2), at: start)
        table.remove(of: server, except: GuestConsoles(run: 2))
        #expect(table.grant(of: "old", at: start) == nil)
        #expect(table.grant(of: "new", at: start) != nil)
        table.remove(of: server, except: nil)
        #expect(table.grant(of: "new", at: start) == nil)
    }
}
