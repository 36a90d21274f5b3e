import DurableActions

/// Everything the API can do with servers. A change is one store transaction; what follows is a durable action's work.
package struct ServerService: Sendable {
    let servers: any ServerStore
    let planning: CreateServerPlanning
    let driver: any HypervisorDriver
    let disks: any InstanceDisks
    let settings: ComputeSettings
    let world: World
    /// How actions end, for requests that answer with it; nil where nobody tells: then they don't wait.
    let ended: EndedActions?
    /// Tells the action runner that a server has a new action.
    let wake: @Sendable (ServerID) -> Void

    package init(
        servers: any ServerStore, images: any ImageStore, flavors: any FlavorStore, keypairs: any KeypairStore,
        networks: any NetworkStore, hosts: any HostStore, driver: any HypervisorDriver, disks: any InstanceDisks,
        settings: ComputeSettings, world: World, ended: EndedActions? = nil,
        wake: @escaping @Sendable (ServerID) -> Void
    ) {
        self.ended = ended
        self.servers = servers
        self.driver = driver
        self.disks = disks
        self.settings = settings
        self.world = world
        self.wake = wake
        planning = CreateServerPlanning(
            images: images, flavors: flavors, keypairs: keypairs, networks: networks, hosts: hosts,
            settings: settings, world: world)
    }

    /// - Throws: `.notFound`; deleted servers are not found unless they are asked for.
    package func show(
        _ id: ServerID, in scope: Scope, with facets: ServerFacets, includingDeleted: Bool = false
    ) async throws(ComputeError) -> ServerRecord {
        try await servers.server(id, in: scope, facets: facets, includingDeleted: includingDeleted)
    }

    /// - Throws: as `show`.
    package func owner(
        of id: ServerID, in scope: Scope, includingDeleted: Bool = false
    ) async throws(ComputeError) -> ServerOwner {
        try await servers.owner(of: id, in: scope, includingDeleted: includingDeleted)
    }

    package func list(_ query: ServerQuery) async throws(ComputeError) -> ServerList {
        try Self.checkChanges(since: query.changedSince, before: query.changedBefore)
        return try await servers.servers(query)
    }

    static func checkChanges(since: Timestamp?, before: Timestamp?) throws(ComputeError) {
        guard let since, let before, since > before else { return }
        throw .invalid("The value of changes-since must be less than or equal to changes-before.")
    }

    package func create(
        _ request: CreateServerRequest, project: ProjectID, user: UserID, origin: Origin
    ) async throws(ComputeError) -> CreatedServers {
        let plan = try await planning.plan(request, project: project, user: user, origin: origin)
        try await disks.requireRoom()
        let created = try await servers.create(plan.creation)
        created.forEach { wake($0.id) }
        return CreatedServers(
            servers: created, reservationID: plan.creation.servers.first?.reservationID ?? "",
            adminPassword: plan.adminPassword,
            securityGroups: request.securityGroups.isEmpty ? ["default"] : request.securityGroups)
    }

    /// Changes what is only a record: names, addresses, flags. No state or lock is checked.
    /// - Throws: `.conflict` for a pinned zone that is not the server's own.
    package func update(
        _ id: ServerID, in scope: Scope, with facets: ServerFacets, _ change: ServerChange
    ) async throws(ComputeError) -> ServerRecord {
        try await servers.change(id, in: scope, facets: facets) { server throws(ComputeError) in
            if case .set(let zone?) = change.pinnedAvailabilityZone { try Self.checkPin(zone, of: server) }
            return ServerDecision(change: change)
        }
    }

    /// A server is pinned to the zone that it is in; to move it to another one it must be unpinned first.
    private static func checkPin(_ zone: String, of server: ServerRecord) throws(ComputeError) {
        guard zone != server.pinnedAvailabilityZone ?? server.availabilityZone else { return }
        throw .conflict(
            "Instance \(server.id) can't be pinned to availability zone '\(zone)': it is "
                + (server.pinnedAvailabilityZone.map { "pinned to '\($0)'." } ?? "in '\(server.availabilityZone)'."))
    }

    /// Accepts a change of a server's state: checks the rule, moves the task (nil: it has none), writes the action down, wakes the runner.
    func begin(
        _ action: some ServerDurableAction, _ rule: ServerRule, task: TaskState?, in scope: Scope, origin: Origin
    ) async throws(ComputeError) {
        let new = try NewServerAction(action, origin: origin, host: settings.host, world: world)
        let change = task.map { task in
            ServerChange {
                $0.taskState = .set(task)
                $0.progress = .set(0)
            }
        }
        _ = try await servers.change(action.server, in: scope, facets: []) { server throws(ComputeError) in
            try rule.check(server, for: origin)
            return ServerDecision(change: change, action: new)
        }
        wake(action.server)
    }
}
