import APISchema
import Compute
import HTTPTypes
import Hummingbird
import Identity

/// What is known about a request before its query and body are read. Handlers see it through `CallContext`.
///
/// A class because it is handed on through every layer of every request, and copying its parts each time costs more than they do.
package final class Call: Sendable {
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

    init(
        caller: Caller?, version: Microversion, requestID: RequestID, globalRequestID: RequestID?,
        parameters: [(name: String, value: String)], query: [QueryPair], links: LinkBase, path: String,
        policy: PolicyEngine, answers: AnswerCache, maximumLimit: Int, request: Request, peer: Peer,
        trustsForwarded: Bool
    ) {
        self.caller = caller
        self.version = version
        self.requestID = requestID
        self.globalRequestID = globalRequestID
        self.parameters = parameters
        self.query = query
        self.links = links
        self.path = path
        self.policy = policy
        self.answers = answers
        self.maximumLimit = maximumLimit
        self.request = request
        self.peer = peer
        self.trustsForwarded = trustsForwarded
    }

    func allows(_ rule: PolicyRule, _ target: PolicyTarget? = nil) -> Bool {
        guard let caller else { return false }
        return policy.allows(rule, caller, target ?? .own(caller))
    }

    func require(_ rule: PolicyRule, _ target: PolicyTarget? = nil) throws(APIError) {
        guard allows(rule, target) else { throw APIError(.forbidden, PolicyEngine.denial(rule)) }
    }

    /// Policy as views ask for it.
    var visible: @Sendable (Visibility) -> Bool {
        { visibility in visibility.policyRule.map { self.allows($0) } ?? false }
    }

    func resolved<Record>(_ view: View<Record>) -> ResolvedView<Record> {
        view.resolved(at: version, links: links, visible: visible)
    }
}
