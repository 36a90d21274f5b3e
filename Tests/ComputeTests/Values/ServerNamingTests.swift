import AerieTestSupport
import Compute
import Testing

@Suite("Names that are derived")
struct ServerNamingTests {
    @Test(
        "A host name is made of the display name",
        arguments: [
            ("web", "web"), ("Web Server_1.x", "web-server-1-x"), ("--a--", "a"), (" a ", "a"), ("a/b:c!", "abc"),
            ("grün", "grün"), ("日本 web", "web"), ("a\u{2028}b", "ab"), ("x.", "x"),
            (String(repeating: "a", count: 100), String(repeating: "a", count: 63)),
            (String(repeating: "日", count: 70) + "a", "a"),
            (String(repeating: "a", count: 62) + "-b", String(repeating: "a", count: 62)),
        ])
    func hostname(name: String, expected: String) {
        #expect(ServerNaming.hostname(from: name, id: Sample.id) == expected)
    }

    @Test("A name of which nothing is left gives the server's id", arguments: ["", "日本", "...", "!?", "- _ -"])
    func fallback(name: String) {
        #expect(ServerNaming.hostname(from: name, id: Sample.id) == "Server-\(Sample.id)")
    }

    @Test("A password has twelve characters of three groups, none of them doubtful")
    func password() {
        let world = World.counting()
        var seen: Set<String> = []
        for _ in 0..<200 {
            let password = ServerNaming.password(randomBytes: world.randomBytes)
            #expect(password.count == 12)
            #expect(password.contains { "23456789".contains($0) })
            #expect(password.contains { "ABCDEFGHJKLMNPQRSTUVWXYZ".contains($0) })
            #expect(password.contains { "abcdefghijkmnopqrstuvwxyz".contains($0) })
            #expect(!password.contains { "01IOl".contains($0) })
            seen.insert(password)
        }
        #expect(seen.count == 200)
    }

    @Test("The groups of a password are not always in the same places")
    func shuffled() {
        let world = World.counting()
        let places = (0..<50).map { _ in
            ServerNaming.password(randomBytes: world.randomBytes).map { $0.isNumber ? "9" : $0.isUppercase ? "A" : "a" }
                .joined()
        }
        #expect(Set(places).count > 25)
    }

    @Test("A reservation id is r- and eight letters or digits")
    func reservation() {
        let world = World.counting()
        let ids = (0..<100).map { _ in ServerNaming.reservationID(randomBytes: world.randomBytes) }
        #expect(Set(ids).count == 100)
        for id in ids {
            #expect(id.hasPrefix("r-") && id.count == 10)
            #expect(id.dropFirst(2).allSatisfy { "abcdefghijklmnopqrstuvwxyz0123456789".contains($0) })
        }
    }

    @Test("Bytes that would favour some characters are drawn again")
    func bias() {
        // 255 lies past the last whole multiple of 36.
        var bytes: [UInt8] = [255, 252, 0, 1, 2, 3, 4, 5, 6, 7]
        #expect(ServerNaming.reservationID { _ in [bytes.removeFirst()] } == "r-abcdefgh")
    }

    @Test("A domain is named by its server's number, in eight hexadecimal digits")
    func instanceName() {
        #expect(ServerRecord.instanceName(number: 1) == "instance-00000001")
        #expect(ServerRecord.instanceName(number: 0xABC_DEF0) == "instance-0abcdef0")
        #expect(ServerRecord.instanceName(number: 0x1_2345_6789) == "instance-123456789")
    }
}
