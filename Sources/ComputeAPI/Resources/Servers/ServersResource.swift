import APISchema
package import Compute
package import HTTPAPI
import HTTPTypes
import Identity

/// Servers, and the actions on them that power them on and off.
package struct ServersResource: Resource {
    let servers: ServerService
    let rows: ServerRows
    let settings: ComputeSettings

    /// - Parameter now: tells whether a host's heartbeat is fresh.
    package init(
        servers: ServerService, hosts: any HostStore, settings: ComputeSettings,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.servers = servers
        self.settings = settings
        rows = ServerRows(hosts: hosts, settings: settings, now: now)
    }

    /// `os-volumes_boot` is the same once more, for clients of old.
    package var endpoints: [Endpoint] {
        let alias = ServersPlace(path: "os-volumes_boot", versions: .before(.volumesBootRemoved))
        let main = ServersPlace(path: "servers", versions: .all)
        return common(at: main) + common(at: alias) + [update(at: main), refusedUpdate(at: alias)]
    }

    private func common(at place: ServersPlace) -> [Endpoint] {
        lists(at: place) + single(at: place) + actions(at: place) + [rebuild(at: place)]
    }

    private func lists(at place: ServersPlace) -> [Endpoint] {
        [
            .get(
                place.path, allow: .serversIndex, versions: place.versions, query: ServersQuery.schema,
                list: ServerView.listed.list("servers")
            ) { call in
                try await list(call, everyone: .serversIndexGetAllTenants, at: place)
            },
            .get(
                place.path + "/detail", allow: .serversDetail, versions: place.versions, query: ServersQuery.schema,
                list: ServerView.detailed.list("servers")
            ) { call in
                try await list(call, everyone: .serversDetailGetAllTenants, at: place)
            },
        ]
    }

    private func single(at place: ServersPlace) -> [Endpoint] {
        [
            .post(
                place.path, allow: .serversCreate, versions: place.versions, body: CreateServerBody.schema,
                success: .accepted
            ) { call in
                try await create(call)
            },
            .get(
                place.item, allow: .serversShow, versions: place.versions, owner: { try await servers.owner(of: $0) },
                view: ServerView.shown
            ) { call in
                let facets: RowFacets = call.facets()
                let server = try await servers.show(call.id(), in: call.scope, with: facets.stored)
                return try await rows.row(of: server, for: call, facets)
            },
            .delete(
                place.item, allow: .serversDelete, versions: place.versions,
                owner: { try await servers.owner(of: $0) }
            ) { call in
                try await servers.delete(call.id(), in: call.scope, origin: call.origin)
            },
        ]
    }

    private func update(at place: ServersPlace) -> Endpoint {
        .put(
            place.item, allow: .serversUpdate, versions: place.versions, owner: { try await servers.owner(of: $0) },
            body: UpdateServerBody.schema, view: ServerView.updated
        ) { call in
            let facets: RowFacets = call.facets()
            let server = try await servers.update(call.id(), in: call.scope, with: facets.stored, call.body.change)
            return try await rows.row(of: server, for: call, facets)
        }
    }

    /// It never worked at this place, and clients may rely on nothing else.
    private func refusedUpdate(at place: ServersPlace) -> Endpoint {
        .put(
            place.item, allow: .serversUpdate, versions: place.versions, owner: { try await servers.owner(of: $0) }
        ) { (_) async throws -> Void in
            throw APIError(.badRequest, "Servers can't be updated through \(place.path); use servers.")
        }
    }

    private func actions(at place: ServersPlace) -> [Endpoint] {
        [
            .action(
                "os-start", on: place.action, allow: .serversStart, versions: place.versions,
                owner: { try await servers.owner(of: $0) }
            ) { call in
                try await servers.start(call.id(), in: call.scope, origin: call.origin)
            },
            .action(
                "os-stop", on: place.action, allow: .serversStop, versions: place.versions,
                owner: { try await servers.owner(of: $0) }
            ) { call in
                try await servers.stop(call.id(), in: call.scope, origin: call.origin)
            },
            .action(
                "reboot", on: place.action, allow: .serversReboot, versions: place.versions,
                owner: { try await servers.owner(of: $0) }, body: RebootBody.schema
            ) { call in
                if call.body.isHard {
                    try await servers.rebootHard(call.id(), in: call.scope, origin: call.origin)
                } else {
                    try await servers.rebootSoftly(call.id(), in: call.scope, origin: call.origin)
                }
            },
            .action(
                "trigger_crash_dump", on: place.action, allow: .serversTriggerCrashDump,
                versions: place.versions.since(.triggerCrashDump), owner: { try await servers.owner(of: $0) },
                body: NullBody.schema
            ) { call in
                try await servers.triggerCrashDump(call.id(), in: call.scope, origin: call.origin)
            },
        ]
    }
}

/// Where in the URL space servers are found, and when.
struct ServersPlace: Sendable {
    let path: String
    let versions: Versions

    var item: String { "\(path)/{server_id}" }
    var action: String { "\(path)/{server_id}/action" }
}
