import Compute
import HTTPAPI
import Identity

extension ServerService {
    /// Whose server the path's `server_id` names, for policy: a server that the caller can't see is not found.
    func owner<Body, Query>(
        of call: CallContext<Body, Query>, includingDeleted: Bool = false
    ) async throws -> PolicyTarget {
        let owner = try await owner(of: call.id("server_id"), in: call.scope, includingDeleted: includingDeleted)
        return PolicyTarget(project: owner.projectID.text, user: owner.userID.text)
    }
}
