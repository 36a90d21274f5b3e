package import APISchema
package import Compute
package import Hummingbird
package import Identity

/// What an operation gets: the decoded request and who sent it. It doesn't tell the version.
package struct CallContext<Body: Sendable, Query: Sendable>: Sendable {
    package let body: Body
    package let query: Query
    let call: Call
    /// What the operation's view needs loaded, as bits of the domain's option set.
    let needs: UInt64

    // MARK: Who

    /// Throws 401 in an operation that is open to everyone when no token came along.
    package var caller: Caller {
        get throws(APIError) {
            guard let caller = call.caller else { throw .unauthorized }
            return caller
        }
    }

    /// Nil when no token came along.
    package var callerIfAny: Caller? { call.caller }

    /// By policy, which may say more than the role.
    package var isAdmin: Bool { call.caller.map(call.policy.isAdmin) ?? false }

    /// The token's project; 403 when the token has none.
    package var project: ProjectID {
        get throws(APIError) {
            guard let project = call.caller?.projectID else {
                throw APIError(.forbidden, "A token with a project is required.")
            }
            return ProjectID(project)
        }
    }

    package var user: UserID {
        get throws(APIError) { UserID(try caller.userID) }
    }

    /// Administrators see every project's objects by id, others those of their project.
    package var scope: Scope {
        get throws(APIError) { isAdmin ? .everything : .project(try project) }
    }

    /// For instance actions and locks.
    package var origin: Origin {
        Origin(
            requestID: requestID, userID: call.caller.map { UserID($0.userID) },
            projectID: call.caller?.projectID.map { ProjectID($0) }, passesLocks: isAdmin)
    }

    // MARK: Policy

    /// - Parameter target: whose object it is; the caller's own when nil.
    package func allows(_ rule: PolicyRule, _ target: PolicyTarget? = nil) -> Bool { call.allows(rule, target) }

    package func require(_ rule: PolicyRule, _ target: PolicyTarget? = nil) throws(APIError) {
        try call.require(rule, target)
    }

    // MARK: What

    /// `req-` and a UUID.
    package var requestID: String { call.requestID.text }
    package var globalRequestID: String? { call.globalRequestID?.text }
    package var links: LinkBase { call.links }
    /// Method, headers and, in operations that stream, the body.
    package var request: Request { call.request }
    /// The host that the request came from, to count by; empty when it has no address.
    package var client: String {
        call.peer.client(forwardedFor: call.trustsForwarded ? call.request.headers[.forwardedFor] : nil)
    }

    /// Every pair, in order.
    package var rawQuery: [QueryPair] { call.query }

    /// The last parameter of the path, decoded.
    package func id() -> String { call.parameters.last?.value ?? "" }

    /// A parameter of the path, decoded; empty when the path has none of that name.
    package func path(_ name: String) -> String {
        call.parameters.last { $0.name == name }?.value ?? ""
    }

    package func id<Subject>(_ name: String? = nil, as type: ID<Subject>.Type = ID<Subject>.self) -> ID<Subject> {
        ID(name.map(path) ?? id())
    }

    /// What must be loaded for the operation's view.
    package func facets<Facets: OptionSet>() -> Facets where Facets.RawValue: FixedWidthInteger {
        Facets(rawValue: Facets.RawValue(truncatingIfNeeded: needs))
    }

    /// The same for a view that the operation chooses itself.
    package func facets<Record, Facets: OptionSet>(for view: View<Record>) -> Facets
    where Facets.RawValue: FixedWidthInteger {
        Facets(rawValue: Facets.RawValue(truncatingIfNeeded: view.needs(at: call.version, visible: call.visible)))
    }

    /// The same call with another body or query.
    package func with<Other: Sendable>(body: Other) -> CallContext<Other, Query> {
        CallContext<Other, Query>(body: body, query: query, call: call, needs: needs)
    }
}
