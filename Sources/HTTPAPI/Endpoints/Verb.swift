import APISchema
import HTTPTypes
package import Identity

/// Whose object an operation is about, looked up before policy is asked.
package typealias OwnerLookup<Body: Sendable, Query: Sendable> =
    @Sendable (CallContext<Body, Query>) async throws -> PolicyTarget

/// What an operation does with a decoded request.
package typealias Handler<Body: Sendable, Query: Sendable, Result> =
    @Sendable (CallContext<Body, Query>) async throws -> Result

/// How operations of one HTTP method begin. Called like a function it makes an endpoint:
/// `.post("servers", allow: .serversCreate, body: …) { … }`.
package struct Verb: Sendable {
    let method: HTTPRequest.Method
    let input: Endpoint.Input
    /// Of operations that name none.
    let success: SuccessStatus
    /// Of operations that describe none.
    let query: QuerySchema<NoQuery>
}

extension Endpoint {
    package static let get = Verb(method: .get, input: .none, success: .ok, query: .none)
    package static let delete = Verb(method: .delete, input: .none, success: .noContent, query: .open)
    package static let post = writing(.post)
    package static let put = writing(.put)
    package static let patch = writing(.patch)

    private static func writing(_ method: HTTPRequest.Method) -> Verb {
        Verb(method: method, input: .document, success: .ok, query: .open)
    }
}
