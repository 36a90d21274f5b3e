import APISchema
import Testing

private struct Query: WireBody {
    var limit: Int?
    var marker: String?
    var statuses: [String] = []
    var others: [QueryPair] = []

    static let schema = QuerySchema<Self>(
        [
            .optional("limit", \.limit, .nonNegative, .before(.v2_53)),
            .optional("limit", \.limit, .nonNegative, .since(.v2_53), once: .all),
            .optional("marker", \.marker, .text(), .since(.v2_33)),
            .all("status", \.statuses, .text()),
            .ignoredPrefix("_"),
        ], closed: .since(.v2_75), checked: .notLegacy, others: \.others)
}

@Suite struct QuerySchemaTests {
    private func decode(_ pairs: [(String, String)], _ version: Microversion) throws -> Query {
        try Query.schema.decode(pairs.map { QueryPair($0.0, $0.1) }, version)
    }

    @Test("the last of repeated keys counts, unless all do")
    func repeats() throws {
        let query = try decode([("limit", "1"), ("status", "a"), ("limit", "2"), ("status", "b")], .v2_1)
        #expect(query.limit == 2)
        #expect(query.statuses == ["a", "b"])
    }

    @Test("every repeat is checked")
    func checksRepeats() {
        #expect(throws: SchemaFailure.self) { try decode([("limit", "x"), ("limit", "2")], .v2_1) }
    }

    @Test("repeats can be refused from a version on")
    func once() throws {
        #expect(try decode([("limit", "1"), ("limit", "2")], .v2_52).limit == 2)
        #expect(throws: SchemaFailure.self) { try decode([("limit", "1"), ("limit", "2")], .v2_53) }
    }

    @Test("unknown keys are refused in closed versions and given on in the others")
    func unknown() throws {
        #expect(try decode([("x", "1")], .v2_74).others == [QueryPair("x", "1")])
        let failure = #expect(throws: SchemaFailure.self) { try decode([("x", "1")], .v2_75) }
        #expect(failure?.message(in: .query) == "Additional properties are not allowed ('x' was unexpected)")
        #expect(try decode([("_x", "1")], .v2_75).others.isEmpty)
    }

    @Test("a key is unknown outside its versions")
    func versions() throws {
        #expect(try decode([("marker", "m")], .v2_32).marker == nil)
        #expect(try decode([("marker", "m")], .v2_33).marker == "m")
    }

    @Test("values of a wrong form are 400, or not given where nothing is checked")
    func form() throws {
        let failure = #expect(throws: SchemaFailure.self) { try decode([("limit", "-1")], .v2_1) }
        #expect(failure?.message(in: .query).hasPrefix("Invalid input for query parameters limit. Value: -1.") == true)
        #expect(try decode([("limit", "-1")], .legacy).limit == nil)
    }

    @Test(
        "a NUL is refused by the key's name in every version",
        arguments: [("limit", "1\0"), ("status", "a\0b"), ("x", "\0"), ("x\0", "1")])
    func nul(key: String, value: String) throws {
        for version in [Microversion.legacy, .v2_1, .v2_74] {
            let failure = #expect(throws: SchemaFailure.self) { try decode([(key, value)], version) }
            #expect(
                failure?.message(in: .query)
                    == "Invalid input for query parameters \(key). It must not hold a NUL character")
        }
    }

    @Test("operations without a query refuse keys from 2.102 on")
    func none() throws {
        let pairs = [QueryPair("x", "1")]
        #expect(throws: Never.self) { try QuerySchema<NoQuery>.none.decode(pairs, .v2_101) }
        #expect(throws: SchemaFailure.self) { try QuerySchema<NoQuery>.none.decode(pairs, .v2_102) }
        #expect(throws: Never.self) { try QuerySchema<NoQuery>.open.decode(pairs, .latest) }
    }
}
