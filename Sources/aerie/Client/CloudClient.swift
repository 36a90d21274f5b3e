import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import WireJSON

/// Speaks HTTP to aeried like any other client.
struct CloudClient: Sendable {
    /// A daemon that is not there is reported, not waited for.
    private static let http: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    private let identityURL: String
    private let token: String

    static func logIn(_ settings: CloudSettings) async throws -> CloudClient {
        let domain: JSONValue = ["id": "default"]
        let user: JSONValue = [
            "name": .string(settings.user), "password": .string(settings.password), "domain": domain,
        ]
        let body: JSONValue = [
            "auth": [
                "identity": ["methods": ["password"], "password": ["user": user]],
                "scope": ["project": ["name": .string(settings.project), "domain": domain]],
            ]
        ]
        let url = settings.identityURL + "/auth/tokens"
        let answer = try await send(.POST, url, token: nil, body: body)
        guard let token = answer.headers.first(name: "X-Subject-Token") else {
            throw CLIError("\(url) gave no token: is this aerie's identity service?")
        }
        return CloudClient(identityURL: settings.identityURL, token: token)
    }

    /// - Parameter path: below the identity URL.
    func identity(_ method: HTTPMethod, _ path: String, _ body: JSONValue? = nil) async throws -> JSONValue {
        try await Self.send(method, identityURL + path, token: token, body: body).body
    }

    /// aerie's own operations API beside the identity service.
    func operations(_ path: String) async throws -> JSONValue {
        let suffix = "/identity/v3"
        guard identityURL.hasSuffix(suffix) else {
            throw CLIError("auth_url should end in \(suffix), not \(identityURL)")
        }
        let url = String(identityURL.dropLast(suffix.count)) + "/aerie/v1" + path
        return try await Self.send(.GET, url, token: token, body: nil).body
    }

    private struct Answer {
        let headers: HTTPHeaders
        let body: JSONValue
    }

    private static func send(
        _ method: HTTPMethod, _ url: String, token: String?, body: JSONValue?
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: url)
        request.method = method
        request.headers.add(name: "Accept", value: "application/json")
        if let token { request.headers.add(name: "X-Auth-Token", value: token) }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            var writer = JSONWriter()
            writer.value(body)
            request.body = .bytes(ByteBuffer(bytes: writer.finish()))
        }
        let response: HTTPClientResponse
        do {
            response = try await http.execute(request, timeout: .seconds(60))
        } catch {
            throw CLIError("\(url) does not answer (\(error)). Is aeried running? Its log says more.", .noAnswer)
        }
        let bytes = try await response.body.collect(upTo: 16 << 20)
        let value = bytes.readableBytes == 0 ? JSONValue.null : try JSONParser.parse(Array(bytes.readableBytesView))
        guard (200..<300).contains(response.status.code) else {
            throw CLIError(
                "\(method.rawValue) \(url): \(response.status.code) \(message(of: value))",
                .refused(status: response.status.code))
        }
        return Answer(headers: response.headers, body: value)
    }

    /// The sentence inside a fault, whatever its outer key is.
    private static func message(of value: JSONValue) -> String {
        for member in value.object?.members ?? [] {
            if let text = member.value[key: "message"]?.text { return text }
        }
        return ""
    }
}
