package import APISchema
import HTTPTypes
package import Identity

extension Endpoint {
    /// Answers the record that the closure returns, through a view.
    package static func get<Shown: Sendable>(
        _ path: String, allow rule: PolicyRule?, versions: Versions = .all,
        owner: (@Sendable (CallContext<NoBody, NoQuery>) async throws -> PolicyTarget)? = nil,
        query: QuerySchema<NoQuery> = .none,
        success: SuccessStatus = .ok,
        view: View<Shown>,
        location: (@Sendable (Shown, LinkBase) -> String)? = nil,
        _ perform: @escaping @Sendable (CallContext<NoBody, NoQuery>) async throws -> Shown
    ) -> Endpoint {
        Operation(
            method: .get, path: path, rule: rule, versions: versions, owner: owner, query: query, body: NoBody.schema,
            success: success
        ).showing(view, location, perform)
    }

    /// Answers a page of records.
    package static func get<Shown: Sendable>(
        _ path: String, allow rule: PolicyRule?, versions: Versions = .all,
        owner: (@Sendable (CallContext<NoBody, NoQuery>) async throws -> PolicyTarget)? = nil,
        query: QuerySchema<NoQuery> = .none,
        success: SuccessStatus = .ok,
        list: ListView<Shown>,
        _ perform: @escaping @Sendable (CallContext<NoBody, NoQuery>) async throws -> Paged<Shown>
    ) -> Endpoint {
        Operation(
            method: .get, path: path, rule: rule, versions: versions, owner: owner, query: query, body: NoBody.schema,
            success: success
        ).listing(list, perform)
    }

    /// The closure decides about the answer.
    package static func get(
        _ path: String, allow rule: PolicyRule?, versions: Versions = .all,
        owner: (@Sendable (CallContext<NoBody, NoQuery>) async throws -> PolicyTarget)? = nil,
        query: QuerySchema<NoQuery> = .none,
        success: SuccessStatus = .ok,
        _ perform: @escaping @Sendable (CallContext<NoBody, NoQuery>) async throws -> Answer
    ) -> Endpoint {
        Operation(
            method: .get, path: path, rule: rule, versions: versions, owner: owner, query: query, body: NoBody.schema,
            success: success
        ).endpoint(perform)
    }

    /// Answers the record that the closure returns, through a view.
    package static func get<Shown: Sendable, Query: WireBody>(
        _ path: String, allow rule: PolicyRule?, versions: Versions = .all,
        owner: (@Sendable (CallContext<NoBody, Query>) async throws -> PolicyTarget)? = nil,
        query: QuerySchema<Query>,
        success: SuccessStatus = .ok,
        view: View<Shown>,
        location: (@Sendable (Shown, LinkBase) -> String)? = nil,
        _ perform: @escaping @Sendable (CallContext<NoBody, Query>) async throws -> Shown
    ) -> Endpoint {
        Operation(
            method: .get, path: path, rule: rule, versions: versions, owner: owner, query: query, body: NoBody.schema,
            success: success
        ).showing(view, location, perform)
    }

    /// Answers a page of records.
    package static func get<Shown: Sendable, Query: WireBody>(
        _ path: String, allow rule: PolicyRule?, versions: Versions = .all,
        owner: (@Sendable (CallContext<NoBody, Query>) async throws -> PolicyTarget)? = nil,
        query: QuerySchema<Query>,
        success: SuccessStatus = .ok,
        list: ListView<Shown>,
        _ perform: @escaping @Sendable (CallContext<NoBody, Query>) async throws -> Paged<Shown>
    ) -> Endpoint {
        Operation(
            method: .get, path: path, rule: rule, versions: versions, owner: owner, query: query, body: NoBody.schema,
            success: success
        ).listing(list, perform)
    }

    /// The closure decides about the answer.
    package static func get<Query: WireBody>(
        _ path: String, allow rule: PolicyRule?, versions: Versions = .all,
        owner: (@Sendable (CallContext<NoBody, Query>) async throws -> PolicyTarget)? = nil,
        query: QuerySchema<Query>,
        success: SuccessStatus = .ok,
        _ perform: @escaping @Sendable (CallContext<NoBody, Query>) async throws -> Answer
    ) -> Endpoint {
        Operation(
            method: .get, path: path, rule: rule, versions: versions, owner: owner, query: query, body: NoBody.schema,
            success: success
        ).endpoint(perform)
    }
}
