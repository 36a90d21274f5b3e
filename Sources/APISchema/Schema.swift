package import WireJSON

/// What a request's body looks like in every version, and the version-free struct it becomes.
package struct Schema<Body: WireBody>: Sendable {
    let wrapper: String?
    private let field: Field<Body>
    /// What is wrong with the table: overlaps and undeclared gaps. Empty in a sound program.
    package let problems: [String]
    private let known: EpochTable<Set<String>>

    /// An object with a key for each property.
    /// - Parameters:
    ///   - wrapper: the only key of the document, around the object: `{"server": {…}}`.
    ///   - nullable: null stands for an object without keys.
    ///   - open: unknown keys are ignored. Otherwise they are refused, and dropped on legacy v2.
    ///   - atLeast: the number of known keys that must be there.
    ///   - secret: no value of it shows up in messages.
    ///   - check: a reason to refuse the whole body, by its own rules.
    package init(
        _ wrapper: String?, _ entries: [SchemaEntry<Body>], nullable: Bool = false, open: Bool = false,
        atLeast: Int = 0, secret: Bool = false, check: (@Sendable (Body) -> String?)? = nil
    ) {
        let plans = EpochTable(cutAt: entries.map(\.versions)) { version in
            SchemaPlan(entries, at: version, open: open, atLeast: atLeast)
        }
        let object = Field<Body> { (value, version) throws(SchemaFailure) -> Body in
            if nullable, value.isNull { return Body() }
            let body = try plans[version].decode(value, version)
            if let reason = check?(body) { throw SchemaFailure(reason) }
            return body
        }
        self.wrapper = wrapper
        known = plans.map(\.keys)
        field = secret ? object.secret : object
        problems = Self.problems(of: entries)
    }

    /// The same without a wrapper.
    package init(
        _ entries: [SchemaEntry<Body>], nullable: Bool = false, open: Bool = false, atLeast: Int = 0,
        secret: Bool = false, check: (@Sendable (Body) -> String?)? = nil
    ) {
        self.init(nil, entries, nullable: nullable, open: open, atLeast: atLeast, secret: secret, check: check)
    }

    /// Any other shape.
    package init(_ wrapper: String? = nil, field: Field<Body>) {
        self.wrapper = wrapper
        self.field = field
        known = EpochTable(cutAt: []) { _ in [] }
        problems = []
    }

    /// Runs of versions that take the same keys in the same way.
    var epochs: [Versions] { known.ranges }

    /// Of the object; none of any other shape.
    func keys(at version: Microversion) -> Set<String> { known[version] }

    /// A whole document; nil when the request had no body.
    package func decode(_ document: JSONValue?, _ version: Microversion) throws(SchemaFailure) -> Body {
        let document = document ?? .null
        guard let wrapper else { return try field.decode(document, version) }
        guard case .object(let object) = document else { throw document.wrongType("object") }
        guard let inner = object[wrapper] else { throw SchemaFailure("'\(wrapper)' is a required property") }
        if !version.isLegacy, let other = object.keys.first(where: { $0 != wrapper }) {
            throw SchemaPlan<Body>.unexpected(other)
        }
        return try decode(inner: inner, version, named: wrapper)
    }

    /// What stands inside the wrapper, or under an action's key.
    package func decode(
        inner value: JSONValue, _ version: Microversion, named name: String? = nil
    ) throws(SchemaFailure) -> Body {
        do throws(SchemaFailure) {
            return try field.decode(value, version)
        } catch {
            throw name.map(error.inside) ?? error
        }
    }

    private static func problems(of entries: [SchemaEntry<Body>]) -> [String] {
        let holes = Dictionary(grouping: entries.filter { $0.presence == .absent }, by: \.name)
        let present = entries.filter { $0.presence != .absent }.map { (name: $0.name, versions: $0.versions) }
        return Coverage.problems(of: present, in: "\(Body.self)", holes: holes.mapValues { $0.map(\.versions) })
    }
}
