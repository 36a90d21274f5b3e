import APISchema
import Testing

@Suite struct VersionsTests {
    @Test("versions are numbers, not fractions")
    func order() {
        #expect(Microversion.v2_9 < .v2_10)
        #expect(Microversion.legacy < .v2_1)
        #expect(Microversion.latest == .v2_104)
        #expect(Microversion(major: 2, minor: 26) == .serverTags)
        #expect(Microversion.serverTags.description == "2.26")
    }

    @Test("only 2.1 to 2.104 exist", arguments: [(1, 1), (2, 0), (2, 105), (3, 1), (2, -1)])
    func range(major: Int, minor: Int) {
        #expect(Microversion(major: major, minor: minor) == nil)
    }

    @Test(
        "a range says which versions it holds",
        arguments: [
            (Versions.all, true, true, true, true), (.since(.v2_26), false, false, true, true),
            (.before(.v2_26), true, true, false, false), (.between(.v2_1, .v2_27), false, true, true, false),
            (.legacyOnly, true, false, false, false), (.notLegacy, false, true, true, true),
            (.only(.v2_26), false, false, true, false), (.none, false, false, false, false),
        ])
    func contains(versions: Versions, legacy: Bool, first: Bool, tags: Bool, latest: Bool) {
        #expect(versions.contains(.legacy) == legacy)
        #expect(versions.contains(.v2_1) == first)
        #expect(versions.contains(.v2_26) == tags)
        #expect(versions.contains(.latest) == latest)
    }

    @Test("a table has one value for each run of versions that look the same")
    func epochs() {
        let table = EpochTable(cutAt: [.since(.v2_26), .between(.v2_10, .v2_26)]) { $0 }
        #expect(table.epochs == 3)
        #expect(table[.legacy] == .legacy)
        #expect(table[.v2_9] == .legacy)
        #expect(table[.v2_10] == .v2_10)
        #expect(table[.v2_25] == .v2_10)
        #expect(table[.latest] == .v2_26)
    }

    @Test("two entries of one name must not overlap")
    func overlap() {
        let entries: [(name: String, versions: Versions)] = [("a", .since(.v2_5)), ("a", .before(.v2_6)), ("b", .all)]
        #expect(Coverage.problems(of: entries, in: "x") == ["x: a is there twice: v2–2.5 and 2.5–2.104"])
    }

    @Test("a gap must be declared")
    func gap() {
        let entries: [(name: String, versions: Versions)] = [("a", .before(.v2_5)), ("a", .since(.v2_8))]
        #expect(Coverage.problems(of: entries, in: "x") == ["x: a is missing between v2–2.4 and 2.8–2.104"])
        #expect(Coverage.problems(of: entries, in: "x", holes: ["a": [.between(.v2_5, .v2_8)]]).isEmpty)
    }
}
