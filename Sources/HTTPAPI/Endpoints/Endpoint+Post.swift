package import APISchema
import HTTPTypes
package import Identity

extension Endpoint {
    /// Answers the record that the closure returns, through a view.
    package static func post<Shown: Sendable>(
        _ path: String, allow rule: PolicyRule?, versions: Versions = .all,
        owner: (@Sendable (CallContext<NoBody, NoQuery>) async throws -> PolicyTarget)? = nil,
        success: SuccessStatus = .ok,
        view: View<Shown>,
        location: (@Sendable (Shown, LinkBase) -> String)? = nil,
        _ perform: @escaping @Sendable (CallContext<NoBody, NoQuery>) async throws -> Shown
    ) -> Endpoint {
        Operation(
            method: .post, path: path, input: .document, rule: rule, versions: versions, owner: owner, query: .open,
            body: NoBody.schema, success: success
        ).showing(view, location, perform)
    }

    /// Answers without a body.
    package static func post(
        _ path: String, allow rule: PolicyRule?, versions: Versions = .all,
        owner: (@Sendable (CallContext<NoBody, NoQuery>) async throws -> PolicyTarget)? = nil,
        success: SuccessStatus = .ok,
        _ perform: @escaping @Sendable (CallContext<NoBody, NoQuery>) async throws -> Void
    ) -> Endpoint {
        Operation(
            method: .post, path: path, input: .document, rule: rule, versions: versions, owner: owner, query: .open,
            body: NoBody.schema, success: success
        ).doing(perform)
    }

    /// The closure decides about the answer.
    package static func post(
        _ path: String, allow rule: PolicyRule?, versions: Versions = .all,
        owner: (@Sendable (CallContext<NoBody, NoQuery>) async throws -> PolicyTarget)? = nil,
        success: SuccessStatus = .ok,
        _ perform: @escaping @Sendable (CallContext<NoBody, NoQuery>) async throws -> Answer
    ) -> Endpoint {
        Operation(
            method: .post, path: path, input: .document, rule: rule, versions: versions, owner: owner, query: .open,
            body: NoBody.schema, success: success
        ).endpoint(perform)
    }

    /// Answers the record that the closure returns, through a view.
    package static func post<Shown: Sendable, Body: WireBody>(
        _ path: String, allow rule: PolicyRule?, versions: Versions = .all,
        owner: (@Sendable (CallContext<Body, NoQuery>) async throws -> PolicyTarget)? = nil,
        body: Schema<Body>,
        success: SuccessStatus = .ok,
        view: View<Shown>,
        location: (@Sendable (Shown, LinkBase) -> String)? = nil,
        _ perform: @escaping @Sendable (CallContext<Body, NoQuery>) async throws -> Shown
    ) -> Endpoint {
        Operation(
            method: .post, path: path, input: .document, rule: rule, versions: versions, owner: owner, query: .open,
            body: body, success: success
        ).showing(view, location, perform)
    }

    /// Answers without a body.
    package static func post<Body: WireBody>(
        _ path: String, allow rule: PolicyRule?, versions: Versions = .all,
        owner: (@Sendable (CallContext<Body, NoQuery>) async throws -> PolicyTarget)? = nil,
        body: Schema<Body>,
        success: SuccessStatus = .ok,
        _ perform: @escaping @Sendable (CallContext<Body, NoQuery>) async throws -> Void
    ) -> Endpoint {
        Operation(
            method: .post, path: path, input: .document, rule: rule, versions: versions, owner: owner, query: .open,
            body: body, success: success
        ).doing(perform)
    }

    /// The closure decides about the answer.
    package static func post<Body: WireBody>(
        _ path: String, allow rule: PolicyRule?, versions: Versions = .all,
        owner: (@Sendable (CallContext<Body, NoQuery>) async throws -> PolicyTarget)? = nil,
        body: Schema<Body>,
        success: SuccessStatus = .ok,
        _ perform: @escaping @Sendable (CallContext<Body, NoQuery>) async throws -> Answer
    ) -> Endpoint {
        Operation(
            method: .post, path: path, input: .document, rule: rule, versions: versions, owner: owner, query: .open,
            body: body, success: success
        ).endpoint(perform)
    }
}
