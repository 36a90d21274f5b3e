package import APISchema
import HTTPTypes
package import Identity

extension Endpoint {
    /// Answers without a body.
    package static func delete(
        _ path: String, allow rule: PolicyRule?, versions: Versions = .all,
        owner: (@Sendable (CallContext<NoBody, NoQuery>) async throws -> PolicyTarget)? = nil,
        success: SuccessStatus = .noContent,
        _ perform: @escaping @Sendable (CallContext<NoBody, NoQuery>) async throws -> Void
    ) -> Endpoint {
        Operation(
            method: .delete, path: path, rule: rule, versions: versions, owner: owner, query: .open,
            body: NoBody.schema, success: success
        ).doing(perform)
    }

    /// The closure decides about the answer.
    package static func delete(
        _ path: String, allow rule: PolicyRule?, versions: Versions = .all,
        owner: (@Sendable (CallContext<NoBody, NoQuery>) async throws -> PolicyTarget)? = nil,
        success: SuccessStatus = .noContent,
        _ perform: @escaping @Sendable (CallContext<NoBody, NoQuery>) async throws -> Answer
    ) -> Endpoint {
        Operation(
            method: .delete, path: path, rule: rule, versions: versions, owner: owner, query: .open,
            body: NoBody.schema, success: success
        ).endpoint(perform)
    }

    /// Answers without a body.
    package static func delete<Query: WireBody>(
        _ path: String, allow rule: PolicyRule?, versions: Versions = .all,
        owner: (@Sendable (CallContext<NoBody, Query>) async throws -> PolicyTarget)? = nil,
        query: QuerySchema<Query>,
        success: SuccessStatus = .noContent,
        _ perform: @escaping @Sendable (CallContext<NoBody, Query>) async throws -> Void
    ) -> Endpoint {
        Operation(
            method: .delete, path: path, rule: rule, versions: versions, owner: owner, query: query,
            body: NoBody.schema, success: success
        ).doing(perform)
    }

    /// The closure decides about the answer.
    package static func delete<Query: WireBody>(
        _ path: String, allow rule: PolicyRule?, versions: Versions = .all,
        owner: (@Sendable (CallContext<NoBody, Query>) async throws -> PolicyTarget)? = nil,
        query: QuerySchema<Query>,
        success: SuccessStatus = .noContent,
        _ perform: @escaping @Sendable (CallContext<NoBody, Query>) async throws -> Answer
    ) -> Endpoint {
        Operation(
            method: .delete, path: path, rule: rule, versions: versions, owner: owner, query: query,
            body: NoBody.schema, success: success
        ).endpoint(perform)
    }
}
