package import APISchema
import HTTPTypes
package import Identity

// Actions: `POST …/action` with one key that says what to do.
extension Endpoint {
    /// Answers without a body.
    package static func action(
        _ key: String, on path: String? = nil, allow rule: PolicyRule?, versions: Versions = .all,
        owner: OwnerLookup<NoBody, NoQuery>? = nil, success: SuccessStatus = .accepted,
        _ perform: @escaping Handler<NoBody, NoQuery, Void>
    ) -> Endpoint {
        operation(key, path, rule, versions, owner, NoBody.schema, success).doing(perform)
    }

    /// The closure decides about the answer.
    package static func action(
        _ key: String, on path: String? = nil, allow rule: PolicyRule?, versions: Versions = .all,
        owner: OwnerLookup<NoBody, NoQuery>? = nil, success: SuccessStatus = .accepted,
        _ perform: @escaping Handler<NoBody, NoQuery, Answer>
    ) -> Endpoint {
        operation(key, path, rule, versions, owner, NoBody.schema, success).endpoint(perform)
    }

    /// Answers the record that the closure returns, through a view.
    package static func action<Shown: Sendable, Body: WireBody>(
        _ key: String, on path: String? = nil, allow rule: PolicyRule?, versions: Versions = .all,
        owner: OwnerLookup<Body, NoQuery>? = nil, body: Schema<Body>, success: SuccessStatus = .accepted,
        view: View<Shown>, _ perform: @escaping Handler<Body, NoQuery, Shown>
    ) -> Endpoint {
        operation(key, path, rule, versions, owner, body, success).showing(view, nil, perform)
    }

    /// Answers a page of records.
    package static func action<Shown: Sendable, Body: WireBody>(
        _ key: String, on path: String? = nil, allow rule: PolicyRule?, versions: Versions = .all,
        owner: OwnerLookup<Body, NoQuery>? = nil, body: Schema<Body>, success: SuccessStatus = .accepted,
        list: ListView<Shown>, _ perform: @escaping Handler<Body, NoQuery, Paged<Shown>>
    ) -> Endpoint {
        operation(key, path, rule, versions, owner, body, success).listing(list, perform)
    }

    /// Answers without a body.
    package static func action<Body: WireBody>(
        _ key: String, on path: String? = nil, allow rule: PolicyRule?, versions: Versions = .all,
        owner: OwnerLookup<Body, NoQuery>? = nil, body: Schema<Body>, success: SuccessStatus = .accepted,
        _ perform: @escaping Handler<Body, NoQuery, Void>
    ) -> Endpoint {
        operation(key, path, rule, versions, owner, body, success).doing(perform)
    }

    /// The closure decides about the answer.
    package static func action<Body: WireBody>(
        _ key: String, on path: String? = nil, allow rule: PolicyRule?, versions: Versions = .all,
        owner: OwnerLookup<Body, NoQuery>? = nil, body: Schema<Body>, success: SuccessStatus = .accepted,
        _ perform: @escaping Handler<Body, NoQuery, Answer>
    ) -> Endpoint {
        operation(key, path, rule, versions, owner, body, success).endpoint(perform)
    }

    private static func operation<Body>(
        _ key: String, _ path: String?, _ rule: PolicyRule?, _ versions: Versions, _ owner: OwnerLookup<Body, NoQuery>?,
        _ body: Schema<Body>, _ success: SuccessStatus
    ) -> Operation<Body, NoQuery> {
        Operation(
            method: .post, path: path, action: key, input: .document, rule: rule, versions: versions, owner: owner,
            query: .open, body: body, success: success)
    }
}
