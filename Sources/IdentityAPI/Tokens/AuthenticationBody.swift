import APISchema
import HTTPAPI
import HTTPTypes
import Identity
import WireJSON

/// `{"auth": {"identity": {…}, "scope": …}}`
struct AuthenticationBody: WireBody {
    var identity = IdentityPart()
    var scope = AuthenticationRequest.Scope.unspecified

    static let schema = Schema<Self>(
        "auth",
        [
            .required("identity", \.identity, .object(IdentityPart.schema)),
            .optional("scope", \.scope, ScopePart.field),
        ], open: true, secret: true)

    /// Throws 400 when a named method's part is missing, 401 for methods and scopes that don't exist here.
    func request(from client: String) throws(APIError) -> AuthenticationRequest {
        switch scope {
        case .domain, .system:
            throw APIError(
                .unauthorized, "Roles are given on projects only: ask for a project's scope or for no scope.")
        case .unspecified, .unscoped, .project: break
        }
        var methods: [AuthenticationRequest.Method] = []
        for name in identity.methods { methods.append(try identity.method(name)) }
        return AuthenticationRequest(methods: methods, scope: scope, client: client)
    }
}

struct IdentityPart: WireBody {
    struct Password: WireBody {
        var user = UserPart()

        static let schema = Schema<Self>([.required("user", \.user, .object(UserPart.schema))], open: true)
    }

    struct Token: WireBody {
        var id = ""

        static let schema = Schema<Self>([.required("id", \.id, .text(1...))], open: true)
    }

    var methods: [String] = []
    var password: Password?
    var token: Token?

    static let schema = Schema<Self>(
        [
            .required("methods", \.methods, .list(of: .text(1...255), min: 1, max: 8)),
            .optional("password", \.password, .object(Password.schema)),
            .optional("token", \.token, .object(Token.schema)),
        ], open: true)

    func method(_ name: String) throws(APIError) -> AuthenticationRequest.Method {
        switch name {
        case "password":
            guard let password else { throw Self.missing(name) }
            return .password(try password.user.reference(), password: password.user.password)
        case "token":
            guard let token else { throw Self.missing(name) }
            return .token(token.id)
        default:
            throw APIError(.unauthorized, "Attempted to authenticate with an unsupported method.")
        }
    }

    private static func missing(_ method: String) -> APIError {
        APIError(.badRequest, "Expecting to find '\(method)' in 'identity', because 'methods' names it.")
    }
}

struct UserPart: WireBody {
    var id: String?
    var name: String?
    var domain: DomainPart?
    var password = ""

    static let schema = Schema<Self>(
        [
            .optional("id", \.id, .text()),
            .optional("name", \.name, .text()),
            .optional("domain", \.domain, .object(DomainPart.schema)),
            .required("password", \.password, .text()),
        ], open: true)

    func reference() throws(APIError) -> UserReference {
        if let id { return .id(id) }
        guard let name else { throw APIError(.badRequest, "Expecting to find 'id' or 'name' in 'user'.") }
        guard let domain = domain?.reference else {
            throw APIError(.badRequest, "Expecting to find 'domain' with 'id' or 'name' in 'user'.")
        }
        return .name(name, domain)
    }
}

struct DomainPart: WireBody {
    var id: String?
    var name: String?

    static let schema = Schema<Self>(
        [.optional("id", \.id, .text()), .optional("name", \.name, .text())], open: true)

    /// Nil when neither is given.
    var reference: DomainReference? { id.map { .id($0) } ?? name.map { .name($0) } }
}
