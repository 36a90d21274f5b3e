/// What the steps of server actions work with, on the host that runs them.
package struct ServerActionEnvironment: Sendable {
    package let servers: any ServerStore
    package let networks: any NetworkStore
    package let driver: any HypervisorDriver
    package let disks: any InstanceDisks
    package let images: ImageService
    package let owners: any OwnerDirectory
    package let settings: ComputeSettings
    package let world: World
    package let clock: any Clock<Duration>

    package init(
        servers: any ServerStore, networks: any NetworkStore, driver: any HypervisorDriver,
        disks: any InstanceDisks, images: ImageService, owners: any OwnerDirectory, settings: ComputeSettings,
        world: World,
        clock: any Clock<Duration>
    ) {
        self.servers = servers
        self.networks = networks
        self.driver = driver
        self.disks = disks
        self.images = images
        self.owners = owners
        self.settings = settings
        self.world = world
        self.clock = clock
    }

    /// The server whatever its project, deleted ones included: an action must be able to end.
    func server(_ id: ServerID) async throws(ComputeError) -> ServerRecord {
        try await servers.server(id, in: .everything, facets: .all, includingDeleted: true)
    }

    /// The NICs of a server with the networks that they are on, in NIC order.
    func nics(of server: ServerRecord) async throws(ComputeError) -> [GuestNIC] {
        try await networks.nics(of: server)
    }
}

/// The names behind the ids of users and projects, for the metadata block that monitoring tools read.
package protocol OwnerDirectory: Sendable {
    /// The ids themselves where a name is not known.
    func names(user: UserID, project: ProjectID) async -> OwnerNames
}
