import APISchema
import Compute
import HTTPTypes
import Hummingbird
import Identity

/// What is known about a request before its query and body are read. Handlers see it through `CallContext`.
package struct Call: Sendable {
    /// Nil where an operation is open to everyone and no token came along.
    let caller: Caller?
    /// Stays inside this module: handlers don't see versions.
    let version: Microversion
    let requestID: RequestID
    /// The id under which another service knows what it does here.
    let globalRequestID: RequestID?
    let parameters: [(name: String, value: String)]
    let query: [QueryPair]
    let links: LinkBase
    /// Path of the request below version and project, as it was sent: `servers/detail`.
    let path: String
    let policy: PolicyEngine
    let answers: AnswerCache
    let maximumLimit: Int
    let request: Request
    let peer: Peer
    let trustsForwarded: Bool

    func allows(_ rule: PolicyRule, _ target: PolicyTarget? = nil) -> Bool {
        guard let caller else { return false }
        return policy.allows(rule, caller, target ?? .own(caller))
    }

    func require(_ rule: PolicyRule, _ target: PolicyTarget? = nil) throws(APIError) {
        guard allows(rule, target) else { throw APIError(.forbidden, PolicyEngine.denial(rule)) }
    }

    /// Policy as views ask for it.
    var visible: @Sendable (Visibility) -> Bool {
        { visibility in visibility.policyRule.map { allows($0) } ?? false }
    }

    func resolved<Record>(_ view: View<Record>) -> ResolvedView<Record> {
        view.resolved(at: version, links: links, visible: visible)
    }
}
