import APISchema
import Testing
import WireJSON

private enum Color: String, CaseIterable, Sendable { case red, green }

private struct Link: WireBody, Hashable {
    var tag: String?
    var port: String??

    static let schema = Schema<Self>([
        .optional("tag", \.tag, .tag, .between(.v2_32, .v2_37)),
        .absent("tag", .between(.v2_37, .v2_42)),
        .optional("tag", \.tag, .tag, .since(.v2_42)),
        .optional("port", \.port, .nullable(.uuid)),
    ])
}

private enum Networks: Hashable, Sendable {
    case unspecified, auto, none
    case listed([Link])
}

private struct Body: WireBody {
    var name = ""
    var color = Color.red
    var count = 1
    var isFlagged = false
    var tags: [String] = []
    var networks = Networks.unspecified
    var metadata: [String: String] = [:]
    var password: String?
    var description: String??

    private static let links = Field.list(of: .object(Link.schema)).map(Networks.listed)
    private static let words = Field.choice("auto", "none").map { $0 == "auto" ? Networks.auto : .none }

    static let schema = Schema<Self>(
        "thing",
        [
            .required("name", \.name, .looseName, .legacyOnly),
            .required("name", \.name, .name, .notLegacy),
            .optional("color", \.color, .choice(of: Color.self)),
            .optional("count", \.count, .positive),
            .optional("flag", \.isFlagged, .boolean),
            .optional("tags", \.tags, .list(of: .tag, max: 2, unique: true), .since(.tagsAtCreate)),
            .optional("networks", \.networks, links, .before(.explicitNetworks)),
            .required("networks", \.networks, .first(of: [words, links]), .since(.explicitNetworks)),
            .optional("metadata", \.metadata, .metadata),
            .optional("adminPass", \.password, .text(1...8).secret),
            .optional("description", \.description, .description, .since(.serverDescription)),
        ])
}

@Suite struct SchemaTests {
    private func decode(_ text: String, _ version: Microversion = .v2_1) throws -> Body {
        try Body.schema.decode(JSONParser.parse(text), version)
    }

    private func refusal(_ text: String, _ version: Microversion = .v2_1) throws -> String {
        let failure = #expect(throws: SchemaFailure.self) { try decode(text, version) }
        return try #require(failure).message(in: .body)
    }

    @Test("the table is sound")
    func sound() {
        #expect(Body.schema.problems.isEmpty)
        #expect(Link.schema.problems.isEmpty)
    }

    @Test("a body becomes a struct, with defaults for what is not said")
    func decodes() throws {
        let body = try decode(
            #"{"thing": {"name": "a", "color": "green", "count": "3", "flag": "YES", "metadata": {"k": "v"}}}"#)
        #expect(body.name == "a")
        #expect(body.color == .green)
        #expect(body.count == 3)
        #expect(body.isFlagged)
        #expect(body.metadata == ["k": "v"])
        #expect(body.tags.isEmpty)
        #expect(body.description == nil)
    }

    @Test(
        "a key is known in its versions only",
        arguments: [
            (Microversion.v2_51, false), (.v2_52, true), (.latest, true),
        ])
    func keyByVersion(version: Microversion, isKnown: Bool) throws {
        let text = #"{"thing": {"name": "a", "tags": ["x"], "networks": []}}"#
        if isKnown {
            #expect(try decode(text, version).tags == ["x"])
        } else {
            #expect(try refusal(text, version).contains("('tags' was unexpected)"))
        }
    }

    @Test("a key can become required, and take other shapes")
    func shapesByVersion() throws {
        #expect(try decode(#"{"thing": {"name": "a"}}"#, .v2_36).networks == .unspecified)
        #expect(try refusal(#"{"thing": {"name": "a"}}"#, .v2_37).contains("'networks' is a required property"))
        #expect(try decode(#"{"thing": {"name": "a", "networks": "auto"}}"#, .v2_37).networks == .auto)
        #expect(try refusal(#"{"thing": {"name": "a", "networks": "auto"}}"#, .v2_36).contains("'array'"))
    }

    @Test(
        "a declared gap makes the key unknown inside nested objects",
        arguments: [
            (Microversion.v2_31, false), (.v2_32, true), (.v2_36, true), (.v2_37, false), (.v2_41, false),
            (.v2_42, true),
        ])
    func gap(version: Microversion, isKnown: Bool) throws {
        let text = #"{"thing": {"name": "a", "networks": [{"tag": "t"}]}}"#
        let body = try? decode(text, version)
        #expect((body?.networks == .listed([Link(tag: "t", port: nil)])) == isKnown)
    }

    @Test("absent and null are told apart")
    func absentOrNull() throws {
        #expect(try decode(#"{"thing": {"name": "a"}}"#, .v2_19).description == .none)
        #expect(try decode(#"{"thing": {"name": "a", "description": null}}"#, .v2_19).description == .some(nil))
        #expect(try decode(#"{"thing": {"name": "a", "description": "d"}}"#, .v2_19).description == .some("d"))
    }

    @Test(
        "unknown keys are refused on every level, but dropped on legacy v2",
        arguments: [
            #"{"thing": {"name": "a", "x": 1}}"#, #"{"thing": {"name": "a"}, "x": 1}"#,
            #"{"thing": {"name": "a", "networks": [{"x": 1}]}}"#,
        ])
    func unknownKeys(text: String) throws {
        #expect(try refusal(text).contains("Additional properties are not allowed ('x' was unexpected)"))
        #expect(try decode(text, .legacy).name == "a")
    }

    @Test("keys of a map that don't fit are refused on legacy v2 too")
    func mapKeys() throws {
        let text = #"{"thing": {"name": "a", "metadata": {"ä": "v"}}}"#
        #expect(throws: SchemaFailure.self) { try decode(text, .legacy) }
    }

    @Test("spaces around a name are cut off on legacy v2 and refused elsewhere")
    func names() throws {
        #expect(try decode(#"{"thing": {"name": " a "}}"#, .legacy).name == "a")
        #expect(
            try refusal(#"{"thing": {"name": " a "}}"#)
                == "Invalid input for field/attribute name. Value:  a . An invalid 'name' value was provided. "
                + "The name must be: printable characters. Can not start or end with whitespace.")
    }

    @Test("messages name the field and what was found")
    func messages() throws {
        #expect(
            try refusal(#"{"thing": {"name": 5}}"#)
                == "Invalid input for field/attribute name. Value: 5. A value of type 'integer' is not of type 'string'"
        )
        #expect(
            try refusal(#"{"thing": {"name": "a", "color": "blue"}}"#)
                == "Invalid input for field/attribute color. Value: blue. It is not one of 'red', 'green'")
        #expect(try refusal("{}") == "'thing' is a required property")
        #expect(try refusal("null") == "None is not of type 'object'")
        #expect(try refusal(#"{"thing": []}"#).hasPrefix("Invalid input for field/attribute thing."))
    }

    @Test(
        "secrets are not echoed",
        arguments: [
            #"{"thing": {"name": "a", "adminPass": "hunter2hunter2"}}"#,
            #"{"thing": {"name": "a", "adminPass": ["hunter2"]}}"#,
            #"{"thing": {"name": "a", "x": "hunter2"}}"#, #"{"thing": "hunter2", "x": {"adminPass": "hunter2"}}"#,
        ])
    func secrets(text: String) throws {
        #expect(try !refusal(text).contains("Value: hunter2h"))
    }

    @Test(
        "lists are bounded and may have to be free of repeats",
        arguments: [
            #"["a", "a"]"#, #"["a", "b", "c"]"#, #"["a,b"]"#, #"[""]"#, #""a""#,
        ])
    func lists(tags: String) {
        let text = #"{"thing": {"name": "a", "networks": "none", "tags": "# + tags + "}}"
        #expect(throws: SchemaFailure.self) { try decode(text, .v2_52) }
    }

    @Test("an overlap in a table is a problem")
    func overlap() {
        let schema = Schema<Body>([.required("name", \.name, .name), .optional("name", \.name, .name, .since(.v2_2))])
        #expect(schema.problems.count == 1)
    }

    @Test("a nullable object may be null, and a count of keys can be asked for")
    func options() throws {
        let nullable = Schema<Link>([.optional("tag", \.tag, .tag)], nullable: true)
        #expect(try nullable.decode(nil, .v2_1) == Link())
        let needy = Schema<Link>([.optional("tag", \.tag, .tag)], atLeast: 1)
        #expect(throws: SchemaFailure.self) { try needy.decode([:], .v2_1) }
        let choosy = Schema<Link>([.optional("tag", \.tag, .tag)], check: { $0.tag == "a" ? "not a" : nil })
        #expect(throws: SchemaFailure("not a")) { try choosy.decode(["tag": "a"], .v2_1) }
    }
}
