import APISchema
import HTTPTypes
import Hummingbird
import Identity
import WireJSON

/// One operation in one run of versions: where it is found, who may call it, and what it does.
package struct Endpoint: Sendable {
    enum Input: Sendable {
        /// Nothing is read.
        case none
        /// One JSON document, which may be missing.
        case document
        /// The operation reads the bytes itself.
        case stream
    }

    let method: HTTPRequest.Method
    /// Below version and project: `servers/{id}`. Nil for actions at their resource's `actionPath`.
    let path: String?
    /// The key of the action's body.
    let action: String?
    let versions: Versions
    let input: Input
    /// False: no token is asked for.
    var needsToken = true
    let problems: [String]
    let run: @Sendable (Call, JSONValue?) async throws -> Response

    /// Open to everyone, with or without a token.
    package var open: Endpoint {
        var endpoint = self
        endpoint.needsToken = false
        return endpoint
    }

    var title: String { "\(method.rawValue) \(path ?? "")\(action.map { " \($0)" } ?? "")" }
}

/// How an operation is described, before it becomes an endpoint.
struct Operation<Body: WireBody, Query: WireBody>: Sendable {
    typealias Context = CallContext<Body, Query>

    let method: HTTPRequest.Method
    let path: String?
    var action: String?
    var input = Endpoint.Input.none
    let rule: PolicyRule?
    let versions: Versions
    let owner: OwnerLookup<Body, Query>?
    let query: QuerySchema<Query>
    let body: Schema<Body>
    let success: SuccessStatus
    var viewProblems: [String] = []
    var needs: @Sendable (Call) -> UInt64 = { _ in 0 }

    func endpoint(_ perform: @escaping Handler<Body, Query, Answer>) -> Endpoint {
        let status = success.table()
        let operation = self
        return Endpoint(
            method: method, path: path, action: action, versions: versions, input: input,
            problems: query.problems + body.problems + viewProblems
        ) { call, document in
            let context = try operation.context(call, document)
            try await operation.authorize(context)
            return try await perform(context).response(to: call, status: status)
        }
    }

    private func context(_ call: Call, _ document: JSONValue?) throws(APIError) -> Context {
        let query: Query
        do { query = try self.query.decode(call.query, call.version) } catch { throw APIError(error, in: .query) }
        return Context(body: try decoded(document, call.version), query: query, call: call, needs: needs(call))
    }

    private func decoded(_ document: JSONValue?, _ version: Microversion) throws(APIError) -> Body {
        guard input == .document else { return Body() }
        do throws(SchemaFailure) {
            guard let action else { return try body.decode(document, version) }
            return try body.decode(inner: document?[key: action] ?? .null, version, named: action)
        } catch {
            throw APIError(error, in: .body)
        }
    }

    /// An object that can't be found is 404 for everyone, so the owner is looked up before policy is asked.
    private func authorize(_ context: Context) async throws {
        let target = try await owner?(context)
        if let rule { try context.require(rule, target) }
    }
}
