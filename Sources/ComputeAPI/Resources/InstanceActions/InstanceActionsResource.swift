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
        [
            .get(
                "servers/{server_id}/os-instance-actions", allow: .instanceActionsList, versions: versions,
                owner: { try await servers.owner(of: $0, includingDeleted: includingDeleted) },
                query: InstanceActionsQuery.schema, list: InstanceActionView.listed
            ) { call in
                let limit = call.limit(call.query.limit)
                let actions = try await servers.actions(
                    of: call.id("server_id"), in: call.scope, includesDeleted: includingDeleted,
                    call.query.query(limit: limit))
                return call.page(actions, limit: limit) { $0.requestID }
            },
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
            },
        ]
    }
}
