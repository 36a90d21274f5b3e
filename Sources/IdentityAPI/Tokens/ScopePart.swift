import APISchema
import Identity
import WireJSON

/// The `scope` of a request for a token: a text, or an object with one key.
enum ScopePart {
    static let field = Field<AuthenticationRequest.Scope> { (value, version) throws(SchemaFailure) in
        if value == "unscoped" { return .unscoped }
        guard let scope = value.object else { throw SchemaFailure("It is neither an object nor 'unscoped'") }
        guard scope.count == 1, let kind = scope.members.first else {
            throw SchemaFailure("It must have exactly one key")
        }
        switch kind.key {
        case "unscoped": return .unscoped
        case "domain": return .domain
        case "system": return .system
        case "project": return .project(try project(kind.value, version))
        default: throw SchemaFailure("'\(kind.key)' is not a scope that is known here")
        }
    }

    private static func project(
        _ value: JSONValue, _ version: Microversion
    ) throws(SchemaFailure) -> ProjectReference {
        let part = try ProjectPart.schema.decode(inner: value, version, named: "project")
        if let id = part.id { return .id(id) }
        guard let name = part.name else { throw SchemaFailure("'project' needs 'id' or 'name'") }
        guard let domain = part.domain?.reference else {
            throw SchemaFailure("'project' needs 'domain' with 'id' or 'name'")
        }
        return .name(name, domain)
    }
}

struct ProjectPart: WireBody {
    var id: String?
    var name: String?
    var domain: DomainPart?

    static let schema = Schema<Self>(
        [
            .optional("id", \.id, .text()),
            .optional("name", \.name, .text()),
            .optional("domain", \.domain, .object(DomainPart.schema)),
        ], open: true)
}
