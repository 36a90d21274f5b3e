package import APISchema
package import HTTPTypes
package import Identity

extension Endpoint {
    /// The operation reads the request's body itself, piece by piece, whatever its type and size.
    package static func upload(
        _ method: HTTPRequest.Method, _ path: String, allow rule: PolicyRule?, versions: Versions = .all,
        owner: OwnerLookup<NoBody, NoQuery>? = nil, success: SuccessStatus = .noContent,
        _ perform: @escaping Handler<NoBody, NoQuery, Answer>
    ) -> Endpoint {
        Operation(
            method: method, path: path, input: .stream, rule: rule, versions: versions, owner: owner, query: .open,
            body: NoBody.schema, success: success
        ).endpoint(perform)
    }
}
