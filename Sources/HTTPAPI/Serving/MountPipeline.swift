import APISchema
import HTTPTypes
import Hummingbird
import Identity
import Logging
import NIOCore
import WireJSON

/// Takes a request of one mount through all checks, in the order of conventions.md, section 8.
final class MountPipeline: Sendable {
    let mount: APIMount
    let authenticator: any Authenticator
    let policy: PolicyEngine
    let settings: APISettings
    private let answers: AnswerCache
    private let documents = VersionDocuments()

    init(
        mount: APIMount, authenticator: any Authenticator, policy: PolicyEngine, settings: APISettings,
        answers: AnswerCache
    ) {
        self.answers = answers
        self.mount = mount
        self.authenticator = authenticator
        self.policy = policy
        self.settings = settings
    }

    /// - Parameter rest: the path below the mount.
    func respond(
        to request: Request, _ target: RequestTarget, below rest: Substring, id: RequestID,
        _ context: APIRequestContext
    ) async -> Response {
        var exchange = Exchange(request: request, target: target, id: id, context)
        var response: Response
        do {
            response = try await serve(&exchange, rest)
        } catch {
            response = refusal(error, exchange)
        }
        addHeaders(to: &response, exchange)
        return response
    }

    // MARK: The checks

    private func serve(_ exchange: inout Exchange, _ rest: Substring) async throws -> Response {
        if mount.isCompute, rest.isEmpty || rest == "/" { return try document(&exchange) }
        try checkLength(exchange)
        if mount.isCompute { try await authenticate(&exchange) }
        let place = try route(rest, exchange)
        if !mount.isCompute, !place.match.operations.isOpen { try await authenticate(&exchange) }
        if !mount.isCompute, place.match.operations.isOpen { try await authenticateIfAny(&exchange) }
        try negotiate(&exchange)
        if mount.isCompute, !MediaTypes.isReadableAsJSON(exchange.request.headers) {
            throw APIError.unsupportedContentType
        }
        guard place.isDocument else { return try await operate(exchange, place) }
        try checkProject(place, exchange)
        return documents.single(mount, base: base(exchange))
    }

    private func operate(_ exchange: Exchange, _ place: Place) async throws -> Response {
        var exchange = exchange
        let (table, document) = try await chooseOperation(&exchange.request, place)
        try checkProject(place, exchange)
        guard let endpoint = table[exchange.version] else { throw APIError.notFound }
        guard let query = exchange.target.query() else {
            throw APIError(.badRequest, "The query string is not valid UTF-8")
        }
        return try await endpoint.run(call(exchange, place, query), document)
    }

    /// Which row of the endpoint table is meant; for that, actions must be read.
    private func chooseOperation(
        _ request: inout Request, _ place: Place
    ) async throws -> (EpochTable<Endpoint?>, JSONValue?) {
        let operations = place.match.operations
        guard operations.actions.isEmpty else {
            let document = try await body(of: &request)
            return (try action(of: document, in: operations), document)
        }
        guard let table = operations.plain else { throw APIError.notFound }
        switch operations.input {
        case .none, .stream: return (table, nil)
        case .document: return (table, try await body(of: &request))
        }
    }

    private func action(of document: JSONValue?, in operations: RouteOperations) throws(APIError) -> EpochTable<
        Endpoint?
    > {
        if case .array = document { throw .notFound }
        guard case .object(let object) = document, object.count == 1, let key = object.keys.first else {
            throw .malformedBody
        }
        guard let table = operations.actions[key] else {
            throw APIError(.badRequest, "There is no such action: \(key)")
        }
        return table
    }

    /// Nil when there is none.
    private func body(of request: inout Request) async throws -> JSONValue? {
        let buffer: ByteBuffer
        do {
            buffer = try await request.collectBody(upTo: settings.bodyLimit)
        } catch is NIOTooManyBytesError {
            throw Refusal.plain(.bodyTooLarge)
        } catch let error as CancellationError {
            throw error
        } catch {
            // What was sent is no body in the syntax of HTTP, or ended early.
            throw APIError.malformedBody
        }
        guard buffer.readableBytes > 0 else { return nil }
        do {
            return try buffer.withUnsafeReadableBytes { try JSONParser.parse($0) }
        } catch {
            throw APIError.malformedBody
        }
    }

    private func checkLength(_ exchange: Exchange) throws(Refusal) {
        guard mount.isCompute, let length = exchange.request.headers[.contentLength].flatMap({ Int($0) }) else {
            return
        }
        guard length <= settings.bodyLimit else { throw .plain(.bodyTooLarge) }
    }

    private func authenticate(_ exchange: inout Exchange) async throws(APIError) {
        guard let token = exchange.request.headers[.authToken], !token.isEmpty else { throw unauthorized(exchange) }
        do throws(IdentityError) {
            exchange.caller = try await authenticator.authenticate(token: token)
        } catch .unauthorized {
            throw unauthorized(exchange)
        } catch {
            throw APIError(identity: error)
        }
    }

    /// Operations that are open to everyone still may want to know who asks.
    private func authenticateIfAny(_ exchange: inout Exchange) async throws(APIError) {
        do {
            try await authenticate(&exchange)
        } catch {
            // Without a good token it is everyone who asks.
            guard error.status == .unauthorized else { throw error }
        }
    }

    private func unauthorized(_ exchange: Exchange) -> APIError {
        APIError(
            .unauthorized, APIError.unauthorized.message,
            headers: [.wwwAuthenticate: "Keystone uri=\"\(base(exchange))\(settings.identityPath)\""])
    }

    private func negotiate(_ exchange: inout Exchange) throws {
        guard case .microversions = mount.versioning else {
            if case .legacy = mount.versioning { exchange.version = .legacy }
            return
        }
        switch MicroversionHeader(exchange.request.headers) {
        case .served(let version):
            exchange.version = version
            exchange.shownVersion = version.description
        case .outOfRange(let text):
            exchange.shownVersion = text
            throw APIError(
                .notAcceptable,
                "Version \(text) is not supported by the API. Minimum is \(Microversion.v2_1) and maximum is "
                    + "\(Microversion.latest).")
        case .malformed(let text):
            throw APIError(
                .badRequest,
                "API Version String \(text) is of invalid format. Must be of format MajorNum.MinorNum.")
        }
    }

    private func checkProject(_ place: Place, _ exchange: Exchange) throws(APIError) {
        guard let project = place.project, project != exchange.caller?.projectID else { return }
        throw APIError(
            .badRequest,
            "Malformed request URL: URL's project_id '\(project)' doesn't match Context's project_id "
                + "'\(exchange.caller?.projectID ?? "None")'")
    }

    // MARK: Places

    /// Where in the mount a request goes.
    private struct Place {
        let match: RouteMatch
        /// As the URL says it.
        let project: String?
        /// Below version and project, as it was sent.
        let path: String
        /// The version's document below a project.
        var isDocument = false
    }

    private func route(_ rest: Substring, _ exchange: Exchange) throws -> Place {
        let raw = rest.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let decoded = raw.compactMap { URLText.decoding(Substring($0)) }
        let path = rest.dropFirst()
        guard decoded.count == raw.count else { throw Refusal.plain(.notFound) }
        let segments = rest.isEmpty ? [] : decoded[...]
        let method = exchange.request.method
        if let match = mount.routes.find(method, segments) {
            return Place(match: match, project: nil, path: String(path))
        }
        guard mount.isCompute, let project = segments.first, Self.isProject(project) else {
            throw Refusal.plain(.notFound)
        }
        if segments.dropFirst() == [""], method == .get {
            let match = RouteMatch(operations: RouteOperations(), parameters: [])
            return Place(match: match, project: project, path: "", isDocument: true)
        }
        guard segments.count > 1, let match = mount.routes.find(method, segments.dropFirst()) else {
            throw Refusal.plain(.notFound)
        }
        return Place(match: match, project: project, path: String(path.drop { $0 != "/" }.dropFirst()))
    }

    private static func isProject(_ segment: String) -> Bool {
        !segment.isEmpty
            && segment.utf8.allSatisfy { byte in
                byte == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
            }
    }

    private func document(_ exchange: inout Exchange) throws -> Response {
        guard exchange.request.method == .get else { throw Refusal.plain(.notFound) }
        try negotiate(&exchange)
        return documents.single(mount, base: base(exchange))
    }

    private func base(_ exchange: Exchange) -> String { settings.links.base(for: exchange.request.head) }

    private func call(_ exchange: Exchange, _ place: Place, _ query: [QueryPair]) -> Call {
        let base = base(exchange)
        let project = place.project.map { "/\($0)" } ?? ""
        return Call(
            caller: exchange.caller, version: exchange.version, requestID: exchange.id,
            globalRequestID: exchange.request.headers[.openstackRequestID].flatMap(RequestID.init),
            parameters: place.match.parameters, query: query,
            links: LinkBase(
                selfBase: base + mount.prefix + project, bookmarkBase: base + project, hostBase: base),
            path: place.path, policy: policy, answers: answers, maximumLimit: settings.maximumLimit,
            request: exchange.request, peer: exchange.peer, trustsForwarded: settings.links.trustsForwardedHeaders)
    }

    // MARK: Answers

    private func refusal(_ error: any Error, _ exchange: Exchange) -> Response {
        let isPlain: Bool
        let refused: APIError
        if let refusal = error as? Refusal, case .plain(let plain) = refusal {
            (isPlain, refused) = (mount.isCompute, plain)
        } else {
            (isPlain, refused) = (false, APIError(error))
        }
        if refused.isFailure { exchange.taggedLogger.error("request failed", metadata: ["error": "\(error)"]) }
        let document = document(for: refused, isPlain: isPlain, exchange)
        var headers = refused.headers
        headers[.contentType] = document.contentType
        return Response(
            status: refused.status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: document.bytes)))
    }

    private func document(for error: APIError, isPlain: Bool, _ exchange: Exchange) -> ErrorDocument {
        if isPlain { return .plain(error, acceptsJSON: MediaTypes.acceptsJSON(exchange.request.headers)) }
        if mount.isCompute, error.status == .unauthorized { return ErrorDocument(identity: error) }
        return ErrorDocument(error, style: mount.style)
    }

    private static let vary = HTTPField(name: .vary, value: "OpenStack-API-Version, X-OpenStack-Nova-API-Version")

    private func addHeaders(to response: inout Response, _ exchange: Exchange) {
        // No operation sets any of these, so nothing has to be looked for.
        response.headers.append(HTTPField(name: .openstackRequestID, value: exchange.id.text))
        guard mount.isCompute else { return }
        response.headers.append(HTTPField(name: .computeRequestID, value: exchange.id.text))
        guard let version = exchange.shownVersion else { return }
        response.headers.append(HTTPField(name: .apiVersion, value: "compute \(version)"))
        response.headers.append(HTTPField(name: .novaVersion, value: version))
        response.headers.append(Self.vary)
    }
}

/// What is known about a request while it passes the checks.
struct Exchange: Sendable {
    var request: Request
    let target: RequestTarget
    let id: RequestID
    private let logger: Logger
    let peer: Peer
    var caller: Caller?
    var version = Microversion.v2_1
    /// What the answer's version headers say; nil for none.
    var shownVersion: String?

    init(request: Request, target: RequestTarget, id: RequestID, _ context: APIRequestContext) {
        self.request = request
        self.target = target
        self.id = id
        logger = context.logger
        peer = context.peer
    }

    /// Its lines say whose request they are about. Made for lines that are rare: writing the tags costs more than most
    /// requests.
    var taggedLogger: Logger {
        var tagged = logger
        tagged[metadataKey: "request"] = "\(id.text)"
        tagged[metadataKey: "user"] = caller.map { "\($0.userID)" }
        tagged[metadataKey: "project"] = caller?.projectID.map { "\($0)" }
        return tagged
    }
}

/// An answer that is no fault of the API but of the server in front of it.
enum Refusal: Error {
    case plain(APIError)
}
