import APISchema
import Compute
import HTTPAPI
import HTTPTypes
import Identity

extension ImageService {
    /// Whose image it is: 404 for what the caller can't see comes before 403.
    func owner<Body, Query>() -> @Sendable (CallContext<Body, Query>) async throws -> PolicyTarget {
        { call in
            let image = try await image(call.id("id"), in: try call.scope)
            return PolicyTarget(project: image.owner.text)
        }
    }

    /// An image that the caller may see by `rule`.
    func readable<Body, Query>(
        _ id: ImageID, _ call: CallContext<Body, Query>, _ rule: PolicyRule
    ) async throws -> ImageRecord {
        let image = try await image(id, in: try call.scope)
        try call.require(rule, PolicyTarget(project: image.owner.text))
        return image
    }
}
