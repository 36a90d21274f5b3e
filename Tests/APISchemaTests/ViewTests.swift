import APISchema
import Testing
import WireJSON

private struct Moment: WireTime { let microseconds: Int64 }

private struct Flavor: Sendable {
    var id = "f1"
    var ram = 64

    static let view = View<Flavor>(
        nil,
        [
            .string("id", .before(.v2_47)) { $0.id },
            .int("ram") { $0.ram },
            .string("secret", visibleTo: Visibility(rule: 2)) { _ in "s" },
        ])
}

private struct Thing: Sendable {
    var id = "t1"
    var name: String?
    var host = "h"
    var progress: Int?
    var flavor: Flavor? = Flavor()
}

private struct Facets: OptionSet {
    let rawValue: Int
    static let tags = Facets(rawValue: 1)
    static let fault = Facets(rawValue: 4)
}

extension ViewNeeds where Record == Thing {
    fileprivate static let tags = ViewNeeds(Facets.tags)
    fileprivate static let fault = ViewNeeds(Facets.fault)
}

private let admin = Visibility(rule: 1)

private let detail = View<Thing>(
    "thing",
    [
        .string("id") { $0.id },
        .string("name") { $0.name },
        .int("progress", when: { $0.progress != nil }) { $0.progress },
        .string("swap", .before(.v2_75)) { _ in "" },
        .int("swap", .since(.v2_75)) { _ in 0 },
        .strings("tags", .since(.serverTags), needs: .tags) { _ in ["a"] },
        .string("host", visibleTo: admin, needs: .fault) { $0.host },
        .object("flavor", .before(.v2_40)) { $1.field("link", $0.flavor?.id) },
        .nested("flavor", .since(.v2_40), Flavor.view) { $0.flavor },
        .microtime("at", .only(.v2_3)) { _ in Moment(microseconds: 1) },
        .links("things") { $0.id },
    ])

@Suite struct ViewTests {
    private let links = LinkBase(selfBase: "http://h/v2.1/p", bookmarkBase: "http://h/p")

    private func shown(
        _ version: Microversion, _ thing: Thing = Thing(), seeing rules: Set<Int> = []
    ) throws
        -> JSONObject
    {
        var writer = JSONWriter()
        detail.resolved(at: version, links: links) { rules.contains($0.rule) }.writeDocument(thing, to: &writer)
        return try #require(try JSONParser.parse(writer.finish())[key: "thing"]?.object)
    }

    @Test("the table is sound, and an unsound one is told")
    func problems() {
        #expect(detail.problems.isEmpty)
        let unsound = View<Thing>(
            "x",
            [.string("a") { $0.id }, .null("a", .since(.v2_5)), .null("b", .legacyOnly), .null("b", .since(.v2_2))])
        #expect(unsound.problems.count == 2)
    }

    @Test(
        "a key is shown in its versions",
        arguments: [
            (Microversion.legacy, ["id", "name", "swap", "flavor", "links"]),
            (.v2_3, ["id", "name", "swap", "flavor", "at", "links"]),
            (.v2_25, ["id", "name", "swap", "flavor", "links"]),
            (.v2_26, ["id", "name", "swap", "tags", "flavor", "links"]),
            (.latest, ["id", "name", "swap", "tags", "flavor", "links"]),
        ])
    func keys(version: Microversion, expected: [String]) throws {
        #expect(try shown(version).keys == expected)
    }

    @Test("a changed meaning shows the value of its version")
    func changedMeaning() throws {
        #expect(try shown(.v2_74)["swap"] == "")
        #expect(try shown(.v2_75)["swap"] == 0)
    }

    @Test("versions that look the same share a plan")
    func epochs() {
        #expect(detail.epochs == 7)
    }

    @Test("nested views follow the version too, though the outer one doesn't change there")
    func nested() throws {
        #expect(try shown(.v2_39)["flavor"] == ["link": "f1"])
        #expect(try shown(.v2_46)["flavor"] == ["id": "f1", "ram": 64])
        #expect(try shown(.v2_47)["flavor"] == ["ram": 64])
        var thing = Thing()
        thing.flavor = nil
        #expect(try shown(.v2_47, thing)["flavor"] == .null)
    }

    @Test("policy decides who sees a key, in nested views too")
    func visibility() throws {
        #expect(try shown(.v2_1)["host"] == nil)
        #expect(try shown(.v2_1, seeing: [1])["host"] == "h")
        #expect(try shown(.v2_47, seeing: [2])["flavor"] == ["ram": 64, "secret": "s"])
    }

    @Test("rules are asked once for a response, not once for a record")
    func asksOnce() {
        final class Counter: @unchecked Sendable { var count = 0 }
        let counter = Counter()
        let view = detail.resolved(at: .v2_47, links: links) { _ in
            counter.count += 1
            return true
        }
        var writer = JSONWriter()
        for _ in 0..<10 { view.write(Thing(), to: &writer) }
        #expect(counter.count == 2)
    }

    @Test("nil is null, and a condition leaves the key out")
    func absence() throws {
        #expect(try shown(.v2_1)["name"] == .null)
        #expect(try shown(.v2_1)["progress"] == nil)
        #expect(try shown(.v2_1, Thing(progress: 7))["progress"] == 7)
    }

    @Test("needs are the union of what the visible fields need")
    func needs() {
        #expect(detail.needs(at: .v2_25) { _ in false } == 0)
        #expect(detail.needs(at: .v2_26) { _ in false } == 1)
        #expect(detail.needs(at: .v2_26) { _ in true } == 5)
    }

    @Test("links start where the request came in")
    func linked() throws {
        #expect(
            try shown(.v2_1)["links"] == [
                ["rel": "self", "href": "http://h/v2.1/p/things/t1"],
                ["rel": "bookmark", "href": "http://h/p/things/t1"],
            ])
    }

    @Test("ids in links are percent-encoded")
    func encodedLinks() {
        #expect(links.selfLink("flavors", "a b/ü") == "http://h/v2.1/p/flavors/a%20b%2F%C3%BC")
    }

    @Test("a list holds its items and, where the version has it, the link to the next page")
    func list() {
        let list = detail.list("things", links: .since(.v2_35))
        let view = View<Thing>(nil, [.string("id") { $0.id }]).resolved(at: .v2_1, links: links) { _ in true }
        func text(_ next: String?, _ version: Microversion) -> String {
            var writer = JSONWriter()
            list.write([Thing(), Thing(id: "t2")], next: next, at: version, with: view, to: &writer)
            return String(decoding: writer.finish(), as: UTF8.self)
        }
        let items = #""things":[{"id":"t1"},{"id":"t2"}]"#
        #expect(text(nil, .v2_35) == "{\(items)}")
        #expect(text("u", .v2_34) == "{\(items)}")
        #expect(text("u", .v2_35) == "{\(items)," + #""things_links":[{"rel":"next","href":"u"}]}"#)
    }
}
