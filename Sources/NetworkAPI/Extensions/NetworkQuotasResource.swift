import APISchema
import Compute
import HTTPAPI
import HTTPTypes
import Identity
import WireJSON

/// Nothing of a network is limited: what a project may have is the Compute API's matter.
struct NetworkQuotasResource: Resource {
    private static let unlimited: JSONValue = [
        "quota": ["network": -1, "subnet": -1, "port": -1, "security_group": -1, "security_group_rule": -1]
    ]

    var endpoints: [Endpoint] {
        ["quotas/{project_id}", "quotas/{project_id}/default"].map { path in
            .get(path, allow: .getNetwork, query: .open) { call in
                let project = call.path("project_id")
                guard try call.isAdmin || call.project.text == project else {
                    throw APIError(.forbidden, "Quotas of other projects are for administrators.")
                }
                return .json(Self.unlimited)
            }
        }
    }
}
