package import Compute
import Synchronization

/// Instance disks in memory: which servers have files, and what the config drive was told.
package final class FakeInstanceDisks: InstanceDisks {
    package struct State: Sendable {
        package var servers: Set<ServerID> = []
        package var configDrives: [ServerID: GuestMetadata] = [:]
        package var console: [ServerID: [UInt8]] = [:]
        /// When root disks were written to last, as far as a test says so.
        package var writes: [ServerID: Timestamp] = [:]
        /// Servers with a rescue disk, and the image that it is of.
        package var rescues: [ServerID: ImageID] = [:]
        package var rescueConfigDrives: [ServerID: GuestMetadata] = [:]
        /// What root disks were made of that stand on nothing.
        package var snapshots: [ServerID: ImageID] = [:]
        /// Of what flavor the disks of a server are.
        package var flavors: [ServerID: ServerFlavor] = [:]
        /// Disks that a resize keeps, by their flavor.
        package var kept: [ServerID: ServerFlavor] = [:]
        /// The images that root disks are of.
        package var roots: [ServerID: ImageID] = [:]
        /// How many ephemeral disks the server has had.
        package var ephemerals: [ServerID: Int] = [:]
        package var rebuilds: [ServerID: Rebuild] = [:]
        /// What servers had before their rebuild.
        package var replaced: [ServerID: Rebuild] = [:]
        /// Of root disks, by path, with whose they are.
        package var copies: [String: ServerID] = [:]
        /// Servers whose firmware's variables and TPM are kept aside.
        package var keptStates: Set<ServerID> = []
        /// Thrown by the next `prepare`, once.
        package var failure: ComputeError?
    }

    /// The disks of a rebuilt server.
    package struct Rebuild: Sendable {
        package var root: ImageID?
        package var configDrive: GuestMetadata?
        package var ephemeral: Int?
    }

    /// What happens before each call that reads or changes disks, named as the protocol names it.
    package typealias Interposer = @Sendable (_ call: String) async throws(ComputeError) -> Void

    private let state = Mutex(State())
    private let interposer = Mutex<Interposer?>(nil)

    package init() {}

    package var now: State { state.withLock { $0 } }

    package func change(_ edit: (inout State) -> Void) {
        state.withLock { edit(&$0) }
    }

    /// Lets a test act, or fail the call, in the middle of whatever uses the disks; nil: no more.
    package func interpose(_ interposer: Interposer?) {
        self.interposer.withLock { $0 = interposer }
    }

    func meet(_ call: String) async throws(ComputeError) {
        if let interposer = interposer.withLock({ $0 }) { try await interposer(call) }
    }

    package func requireRoom() async throws(ComputeError) {
        try await meet("requireRoom")
    }

    package func prepare(_ request: DiskRequest) async throws(ComputeError) -> PreparedDisks {
        try await meet("prepare")
        try state.withLock { state throws(ComputeError) in
            if let failure = state.failure {
                state.failure = nil
                throw failure
            }
            if state.servers.insert(request.server).inserted { state.snapshots[request.server] = request.snapshot }
            state.flavors[request.server] = request.flavor
            state.roots[request.server] = request.image.id
            if request.flavor.ephemeral > 0 { state.ephemerals[request.server] = 1 }
        }
        return try prepared(request)
    }

    package func existing(_ request: DiskRequest) async throws(ComputeError) -> PreparedDisks {
        try await meet("existing")
        return try prepared(request)
    }

    private func prepared(_ request: DiskRequest) throws(ComputeError) -> PreparedDisks {
        let hasConfigDrive = try state.withLock { state throws(ComputeError) in
            guard state.servers.contains(request.server) else {
                throw .missing("The root disk of server \(request.server) is missing.")
            }
            if let root = state.roots[request.server], root != request.image.id {
                throw .failure("The root disk of server \(request.server) is of another image.")
            }
            return state.configDrives[request.server] != nil
        }
        var disks = [GuestDisk(role: .root, path: path(request.server, "disk"), format: .qcow2, device: .disk)]
        if hasConfigDrive { disks.append(configDrive(of: request.server)) }
        return PreparedDisks(disks: disks, kernel: nil, ramdisk: nil)
    }

    package func writeConfigDrive(
        _ input: GuestMetadata, for server: ServerID
    ) async throws(ComputeError) -> GuestDisk {
        try await meet("writeConfigDrive")
        state.withLock { $0.configDrives[server] = input }
        return configDrive(of: server)
    }

    package func prepareRescue(_ request: DiskRequest) async throws(ComputeError) -> PreparedDisks {
        try await meet("prepareRescue")
        let hasConfigDrive = state.withLock { state in
            state.rescues[request.server] = request.image.id
            return state.rescueConfigDrives[request.server] != nil
        }
        var disks = [GuestDisk(role: .rescue, path: path(request.server, "disk.rescue"), format: .qcow2, device: .disk)]
        if hasConfigDrive { disks.append(configDrive(of: request.server, "disk.config.rescue")) }
        return PreparedDisks(disks: disks, kernel: nil, ramdisk: nil)
    }

    package func writeRescueConfigDrive(
        _ input: GuestMetadata, for server: ServerID
    ) async throws(ComputeError) -> GuestDisk {
        try await meet("writeRescueConfigDrive")
        state.withLock { $0.rescueConfigDrives[server] = input }
        return configDrive(of: server, "disk.config.rescue")
    }

    package func removeRescue(_ server: ServerID) async throws(ComputeError) {
        try await meet("removeRescue")
        state.withLock {
            $0.rescues[server] = nil
            $0.rescueConfigDrives[server] = nil
        }
    }

    package func rootCopy(_ request: DiskRequest, for image: ImageID) async throws(ComputeError) -> RootCopy {
        try await meet("rootCopy")
        guard let disk = try prepared(request).disks.first else { throw .failure("no root disk") }
        return RootCopy(
            disk: disk, target: copyPath(for: image, of: request.server),
            format: request.image.snapshotFormat == .qcow2 ? .qcow2 : .raw, limit: nil)
    }

    package func beginCopy(_ copy: RootCopy) async throws(ComputeError) {
        try await meet("beginCopy")
        let owner = copy.target.split(separator: "/").dropLast().last.map { ServerID(String($0)) }
        state.withLock { $0.copies[copy.target] = owner }
    }

    package func requireRoom(for copy: RootCopy) async throws(ComputeError) {
        try await meet("requireRoomForCopy")
    }

    package func perform(
        _ copy: RootCopy, progress: @escaping @Sendable (Int) -> Void
    ) async throws(ComputeError) {
        try await meet("perform")
        progress(50)
    }

    package func removeCopy(for image: ImageID, of server: ServerID) async throws(ComputeError) {
        try await meet("removeCopy")
        state.withLock { $0.copies[copyPath(for: image, of: server)] = nil }
    }

    private func copyPath(for image: ImageID, of server: ServerID) -> String { path(server, "image-\(image).part") }

    package func lastWrite(of server: ServerID) async throws(ComputeError) -> Timestamp? {
        try await meet("lastWrite")
        return state.withLock { $0.writes[server] }
    }

    /// Somebody has used the server's disk at that time.
    package func write(to server: ServerID, at time: Timestamp) { state.withLock { $0.writes[server] = time } }

    package func remove(_ server: ServerID) async throws(ComputeError) {
        try await meet("remove")
        state.withLock {
            $0.servers.remove(server)
            $0.writes[server] = nil
            $0.snapshots[server] = nil
            $0.rescues[server] = nil
            $0.rescueConfigDrives[server] = nil
            $0.configDrives[server] = nil
            $0.flavors[server] = nil
            $0.kept[server] = nil
            $0.roots[server] = nil
            $0.ephemerals[server] = nil
            $0.rebuilds[server] = nil
            $0.replaced[server] = nil
            $0.console[server] = nil
            $0.copies = $0.copies.filter { $0.value != server }
        }
    }

    package func nvramPath(of server: ServerID) -> String { path(server, "nvram") }

    package func rescueNVRAMPath(of server: ServerID) -> String { path(server, "nvram.rescue") }

    package func resetNVRAM(of server: ServerID) async throws(ComputeError) { try await meet("resetNVRAM") }

    package func keepState(of server: ServerID) async throws(ComputeError) {
        try await meet("keepState")
        state.withLock { _ = $0.keptStates.insert(server) }
    }

    package func returnState(of server: ServerID) async throws(ComputeError) { try await meet("returnState") }

    package func forgetKeptState(of server: ServerID) async throws(ComputeError) {
        try await meet("forgetKeptState")
        state.withLock { _ = $0.keptStates.remove(server) }
    }

    package func removeState(of server: ServerID) async throws(ComputeError) {
        try await meet("removeState")
        state.withLock { _ = $0.keptStates.remove(server) }
    }

    package func statesOnHost() async throws(ComputeError) -> Set<ServerID> { now.keptStates }

    package func servers() async throws(ComputeError) -> [ServerID] { now.servers.sorted() }

    package func consoleLogPath(of server: ServerID) -> String { path(server, "console.log") }

    package func consoleLog(of server: ServerID, limit: Int) async throws(ComputeError) -> [UInt8]? {
        now.console[server].map { $0.suffix(limit) }
    }

    package func removeUnusedBases(keeping images: Set<ImageID>) async throws(ComputeError) {}

    func configDrive(of server: ServerID, _ name: String = "disk.config") -> GuestDisk {
        GuestDisk(role: .configDrive, path: path(server, name), format: .raw, device: .cdrom)
    }

    func path(_ server: ServerID, _ name: String) -> String { "/nowhere/\(server)/\(name)" }
}
