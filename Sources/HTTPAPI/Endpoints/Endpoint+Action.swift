package import APISchema
import HTTPTypes
package import Identity

// Actions: `POST …/action` with one key that says what to do.
extension Endpoint {
    /// Answers the record that the closure returns, through a view.
    package static func action<Shown: Sendable>(
        _ key: String, on path: String? = nil, allow rule: PolicyRule?, versions: Versions = .all,
        owner: (@Sendable (CallContext<NoBody, NoQuery>) async throws -> PolicyTarget)? = nil,
        success: SuccessStatus = .accepted,
        view: View<Shown>,
        location: (@Sendable (Shown, LinkBase) -> String)? = nil,
        _ perform: @escaping @Sendable (CallContext<NoBody, NoQuery>) async throws -> Shown
    ) -> Endpoint {
        Operation(
            method: .post, path: path, action: key, input: .document, rule: rule, versions: versions, owner: owner,
            query: .open, body: NoBody.schema, success: success
        ).showing(view, location, perform)
    }

    /// Answers a page of records.
    package static func action<Shown: Sendable>(
        _ key: String, on path: String? = nil, allow rule: PolicyRule?, versions: Versions = .all,
        owner: (@Sendable (CallContext<NoBody, NoQuery>) async throws -> PolicyTarget)? = nil,
        success: SuccessStatus = .accepted,
        list: ListView<Shown>,
        _ perform: @escaping @Sendable (CallContext<NoBody, NoQuery>) async throws -> Paged<Shown>
    ) -> Endpoint {
        Operation(
            method: .post, path: path, action: key, input: .document, rule: rule, versions: versions, owner: owner,
            query: .open, body: NoBody.schema, success: success
        ).listing(list, perform)
    }

    /// Answers without a body.
    package static func action(
        _ key: String, on path: String? = nil, allow rule: PolicyRule?, versions: Versions = .all,
        owner: (@Sendable (CallContext<NoBody, NoQuery>) async throws -> PolicyTarget)? = nil,
        success: SuccessStatus = .accepted,
        _ perform: @escaping @Sendable (CallContext<NoBody, NoQuery>) async throws -> Void
    ) -> Endpoint {
        Operation(
            method: .post, path: path, action: key, input: .document, rule: rule, versions: versions, owner: owner,
            query: .open, body: NoBody.schema, success: success
        ).doing(perform)
    }

    /// The closure decides about the answer.
    package static func action(
        _ key: String, on path: String? = nil, allow rule: PolicyRule?, versions: Versions = .all,
        owner: (@Sendable (CallContext<NoBody, NoQuery>) async throws -> PolicyTarget)? = nil,
        success: SuccessStatus = .accepted,
        _ perform: @escaping @Sendable (CallContext<NoBody, NoQuery>) async throws -> Answer
    ) -> Endpoint {
        Operation(
            method: .post, path: path, action: key, input: .document, rule: rule, versions: versions, owner: owner,
            query: .open, body: NoBody.schema, success: success
        ).endpoint(perform)
    }

    /// Answers the record that the closure returns, through a view.
    package static func action<Shown: Sendable, Body: WireBody>(
        _ key: String, on path: String? = nil, allow rule: PolicyRule?, versions: Versions = .all,
        owner: (@Sendable (CallContext<Body, NoQuery>) async throws -> PolicyTarget)? = nil,
        body: Schema<Body>,
        success: SuccessStatus = .accepted,
        view: View<Shown>,
        location: (@Sendable (Shown, LinkBase) -> String)? = nil,
        _ perform: @escaping @Sendable (CallContext<Body, NoQuery>) async throws -> Shown
    ) -> Endpoint {
        Operation(
            method: .post, path: path, action: key, input: .document, rule: rule, versions: versions, owner: owner,
            query: .open, body: body, success: success
        ).showing(view, location, perform)
    }

    /// Answers a page of records.
    package static func action<Shown: Sendable, Body: WireBody>(
        _ key: String, on path: String? = nil, allow rule: PolicyRule?, versions: Versions = .all,
        owner: (@Sendable (CallContext<Body, NoQuery>) async throws -> PolicyTarget)? = nil,
        body: Schema<Body>,
        success: SuccessStatus = .accepted,
        list: ListView<Shown>,
        _ perform: @escaping @Sendable (CallContext<Body, NoQuery>) async throws -> Paged<Shown>
    ) -> Endpoint {
        Operation(
            method: .post, path: path, action: key, input: .document, rule: rule, versions: versions, owner: owner,
            query: .open, body: body, success: success
        ).listing(list, perform)
    }

    /// Answers without a body.
    package static func action<Body: WireBody>(
        _ key: String, on path: String? = nil, allow rule: PolicyRule?, versions: Versions = .all,
        owner: (@Sendable (CallContext<Body, NoQuery>) async throws -> PolicyTarget)? = nil,
        body: Schema<Body>,
        success: SuccessStatus = .accepted,
        _ perform: @escaping @Sendable (CallContext<Body, NoQuery>) async throws -> Void
    ) -> Endpoint {
        Operation(
            method: .post, path: path, action: key, input: .document, rule: rule, versions: versions, owner: owner,
            query: .open, body: body, success: success
        ).doing(perform)
    }

    /// The closure decides about the answer.
    package static func action<Body: WireBody>(
        _ key: String, on path: String? = nil, allow rule: PolicyRule?, versions: Versions = .all,
        owner: (@Sendable (CallContext<Body, NoQuery>) async throws -> PolicyTarget)? = nil,
        body: Schema<Body>,
        success: SuccessStatus = .accepted,
        _ perform: @escaping @Sendable (CallContext<Body, NoQuery>) async throws -> Answer
    ) -> Endpoint {
        Operation(
            method: .post, path: path, action: key, input: .document, rule: rule, versions: versions, owner: owner,
            query: .open, body: body, success: success
        ).endpoint(perform)
    }
}
