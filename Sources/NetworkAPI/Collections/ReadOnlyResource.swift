import APISchema
import HTTPAPI
import HTTPTypes
import Identity
import WireJSON

/// Says clearly that networks come from the configuration and that nothing of them is changed through this API.
struct ReadOnlyResource: Resource {
    private static let collections = ["networks", "subnets", "ports", "security-groups", "security-group-rules"]

    var endpoints: [Endpoint] {
        Self.collections.flatMap { collection in
            [
                refusal(.post, collection), refusal(.put, "\(collection)/{id}"), refusal(.delete, "\(collection)/{id}"),
            ]
        }
    }

    private func refusal(_ method: HTTPRequest.Method, _ path: String) -> Endpoint {
        .upload(method, path, allow: nil) { _ in
            throw APIError(
                .methodNotAllowed,
                "Networks are set up by the configuration of this cloud; this API shows them, but can't change them.",
                headers: [.allow: "GET"])
        }
    }
}
