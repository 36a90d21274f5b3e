import APISchema
package import Compute
package import HTTPAPI
import Identity

/// What was done to a server, request by request.
package struct InstanceActionsResource: Resource {
    private let servers: ServerService

    package init(servers: ServerService) {
        self.servers = servers
    }

    package var endpoints: [Endpoint] {
        endpoints(.before(.deletedServerActions), includingDeleted: false)
            + endpoints(.since(.deletedServerActions), includingDeleted: true)
    }

    private func endpoints(_ versions: Versions, includingDeleted: Bool) -> [Endpoint] {
        lists(versions, includingDeleted) + [
            .get(
                "servers/{server_id}/os-instance-actions/{id}", allow: .instanceActionsShow, versions: versions,
                owner: { try await servers.owner(of: $0, includingDeleted: includingDeleted) },
                view: InstanceActionView.shown
            ) { call in
                let id: ServerID = call.id("server_id")
                let server = try await servers.show(
                    id, in: call.scope, with: [], includingDeleted: includingDeleted)
                let action = try await servers.action(
                    call.id(), of: id, in: call.scope, includesDeleted: includingDeleted)
                return ShownAction(action: action, project: server.projectID)
            }
        ]
    }

    /// Who can't ask for the next page gets all at once.
    private func lists(_ versions: Versions, _ includingDeleted: Bool) -> [Endpoint] {
        let (whole, paged) = (versions.before(.instanceActionPaging), versions.since(.instanceActionPaging))
        return (whole.isEmpty ? [] : [list(whole, includingDeleted, isPaged: false)])
            + (paged.isEmpty ? [] : [list(paged, includingDeleted, isPaged: true)])
    }

    private func list(_ versions: Versions, _ includingDeleted: Bool, isPaged: Bool) -> Endpoint {
        .get(
            "servers/{server_id}/os-instance-actions", allow: .instanceActionsList, versions: versions,
            owner: { try await servers.owner(of: $0, includingDeleted: includingDeleted) },
            query: InstanceActionsQuery.schema, list: InstanceActionView.listed
        ) { call in
            let limit = isPaged ? call.limit(call.query.limit) : .max
            let actions = try await servers.actions(
                of: call.id("server_id"), in: call.scope, includesDeleted: includingDeleted,
                call.query.query(limit: limit))
            return call.page(actions, limit: limit) { $0.requestID }
        }
    }
}
