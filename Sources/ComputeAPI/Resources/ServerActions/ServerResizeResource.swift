import APISchema
package import Compute
package import HTTPAPI
import Identity

/// Other flavors and other hosts for servers.
package struct ServerResizeResource: Resource {
    let servers: ServerService

    package init(servers: ServerService) {
        self.servers = servers
    }

    package var actionPath: String { "servers/{server_id}/action" }

    package var endpoints: [Endpoint] {
        resizes(at: ServersPlace(path: "servers", versions: .all))
            + resizes(at: ServersPlace(path: "os-volumes_boot", versions: .before(.volumesBootRemoved))) + migrations
    }

    private func resizes(at place: ServersPlace) -> [Endpoint] {
        [
            .action(
                "resize", on: place.action, allow: .serversResize, versions: place.versions,
                owner: { try await servers.owner(of: $0) }, body: ResizeBody.schema
            ) { call in
                try await servers.resize(
                    call.id(), to: call.body.flavor, automaticDiskConfig: call.body.automaticDiskConfig,
                    in: call.scope, origin: call.origin)
            },
            .action(
                "confirmResize", on: place.action, allow: .serversConfirmResize, versions: place.versions,
                owner: { try await servers.owner(of: $0) }, success: .noContent
            ) { call in
                try await servers.confirmResize(call.id(), in: call.scope, origin: call.origin)
            },
            .action(
                "revertResize", on: place.action, allow: .serversRevertResize, versions: place.versions,
                owner: { try await servers.owner(of: $0) }
            ) { call in
                try await servers.revertResize(call.id(), in: call.scope, origin: call.origin)
            },
        ]
    }

    private var migrations: [Endpoint] {
        [
            .action(
                "migrate", allow: .migrateServerMigrate, versions: .before(.coldMigrationTarget),
                owner: { try await servers.owner(of: $0) }
            ) { call in
                try await servers.migrate(call.id(), to: nil, in: call.scope, origin: call.origin)
            },
            .action(
                "migrate", allow: .migrateServerMigrate, versions: .since(.coldMigrationTarget),
                owner: { try await servers.owner(of: $0) }, body: MigrateBody.schema
            ) { call async throws -> Void in
                if call.body.host != nil {
                    try call.require(.migrateServerMigrateHost, try await servers.owner(of: call))
                }
                try await servers.migrate(
                    call.id(), to: call.body.host.map { HostName($0) }, in: call.scope, origin: call.origin)
            },
        ]
    }
}
