package import Compute
import DurableActions
import Store

extension CrashMatrix {
    /// Where a server has ended: what the store says of it, and what is left in the world. Times and randomness are not in
    /// it, so that two runs can be compared.
    package struct End: Sendable, Hashable {
        package var vmState: VMState
        package var taskState: TaskState?
        package var powerState: PowerState
        package var isDeleted: Bool
        /// It can be restored until its time is up.
        package var isAside: Bool
        package var isShelved: Bool
        package var isLaunched: Bool
        package var host: HostName?
        package var fault: String?
        package var plan: [String?]
        package var ports: [PortRecord]
        package var guestPower: PowerState?
        package var guestStarts: Int?
        package var isSaved: Bool?
        /// That the guest's agent was told, and the one that is kept for the user.
        package var passwords: [String: String]?
        package var keptPassword: String?
        package var reservations: Set<PortID>
        package var hasDisks: Bool
        package var configDrive: GuestMetadata?
        package var hasRescueDisk: Bool
        /// Its root disk was made of an image of it.
        package var isFromSnapshot: Bool
        package var hasTPM: Bool
        /// Name, user data and image of the record; the image that the root disk is of, and the number of the ephemeral disk.
        package var made: [String?]
        /// The server's, its disks', its guest's and that of the disks that are kept.
        package var flavors: [String?] = []
        package var resize: ServerResize.Status?
        /// Name, and each event with its result; newest first.
        package var actions: [String]
        package var openActions: Int
        /// Name, state and properties, apart from the image that servers are made of.
        package var images: Set<String> = []
    }
}

extension CrashMatrix.Bench {
    package func end(of id: ServerID) async throws -> CrashMatrix.End {
        let server = try await server(id)
        let (guests, files) = (driver.now, disks.now)
        var configDrive = files.configDrives[id]
        configDrive?.randomSeed = []
        var end = CrashMatrix.End(
            vmState: server.vmState, taskState: server.taskState, powerState: server.powerState,
            isDeleted: server.deletedAt != nil, isAside: server.softDeletedAt != nil,
            isShelved: server.shelf != nil,
            isLaunched: server.launchedAt != nil, host: server.host,
            fault: server.fault?.message,
            plan: [server.machineType, server.virtType?.rawValue, server.rootDeviceName, server.node],
            ports: try await stores.networks.ports(of: id), guestPower: guests.guests[id]?.power,
            guestStarts: guests.guests[id]?.starts, isSaved: guests.guests[id]?.isSaved,
            passwords: guests.guests[id]?.passwords,
            keptPassword: server.deletedAt == nil
                ? try await stores.servers.serverPassword(of: id) : nil,
            reservations: Set(guests.reservations.filter { $0.value == id }.keys),
            hasDisks: files.servers.contains(id), configDrive: configDrive,
            hasRescueDisk: files.rescues[id] != nil, isFromSnapshot: files.snapshots[id] != nil,
            hasTPM: guests.tpms.contains(id),
            made: [
                server.name, server.userData, server.image?.id.text, files.roots[id]?.text,
                files.ephemerals[id].map { "\($0)" },
            ],
            actions: try await actions(of: id),
            openActions: try await stores.actions.openRows(host: Self.host.text).count, images: try await imagesMade())
        end.flavors = [
            server.flavor.id, files.flavors[id]?.id, guests.guests[id]?.spec.server.flavor.id, files.kept[id]?.id,
        ]
        end.resize = server.resize?.status
        return end
    }

    private func imagesMade() async throws -> Set<String> {
        let all = try await stores.images.images(ImageQuery(scope: .everything, page: Page(limit: 100)))
        return Set(
            all.filter { ![Self.image, Self.otherImage].contains($0.id) }.map { image in
                let properties = image.properties.filter { $0.key != "instance_uuid" }.map { "\($0.key)=\($0.value)" }
                return "\(image.name ?? "") \(image.status) \(properties.sorted())"
            })
    }

    private func actions(of id: ServerID) async throws -> [String] {
        var texts: [String] = []
        for action in try await stores.servers.actions(of: id, ActionQuery(page: Page(limit: 100))) {
            let full = try await stores.servers.action(action.requestID, of: id)
            let events = (full?.events ?? []).map { "\($0.name)=\($0.result?.rawValue ?? "open")" }
            texts.append("\(action.name)\(action.hasFailed ? " failed" : ""): \(events.joined(separator: ", "))")
        }
        return texts
    }

    private func strayImages() async throws -> [String] {
        let all = try await stores.images.images(ImageQuery(scope: .everything, page: Page(limit: 100)))
        let active = Set(all.filter { $0.status == .active }.map(\.id))
        return all.filter { $0.status != .active }.map { "image \($0.id) is \($0.status)" }
            + imageFiles.now.filter { !active.contains($0) }.map { "content of \($0) has no image" }
    }

    /// What is on the host, or reserved, and belongs to no server: one sentence each.
    package func strays() async throws -> [String] {
        let living = Set(try await stores.servers.servers(on: Self.host, facets: []).map(\.id))
        let ports = try await stores.networks.ports(in: .everything)
        let bound = Set(ports.filter { $0.host == Self.host }.map(\.id))
        var strays = driver.now.guests.keys.filter { !living.contains($0) }.map { "guest \($0) has no server" }
        strays += disks.now.servers.filter { !living.contains($0) }.map { "disks of \($0) have no server" }
        strays += disks.now.rescues.keys.filter { !living.contains($0) }.map { "rescue disk of \($0) has no server" }
        for id in disks.now.kept.keys {
            let isResized = try await server(id).resize != nil
            if !isResized { strays.append("disks from before a resize of \(id) are kept") }
        }
        for id in disks.now.keptStates {
            let server = try await server(id)
            // What an action could not take back may be taken back by hand.
            let isOfUse = server.shelf != nil || server.vmState == .error
            if !isOfUse || server.deletedAt != nil { strays.append("the kept state of \(id) is of no use") }
        }
        strays += driver.now.tpms.filter { !living.contains($0) }.map { "TPM of \($0) has no server" }
        strays += disks.now.rebuilds.keys.map { "disks for the rebuild of \($0) are left" }
        strays += disks.now.replaced.keys.map { "disks from before the rebuild of \($0) are left" }
        strays += driver.now.reservations.keys.filter { !bound.contains($0) }.map { "reservation \($0) has no port" }
        strays += driver.now.guests.filter { !$0.value.copies.isEmpty }.map { "the disk of \($0.key) is being copied" }
        strays += disks.now.copies.keys.map { "the copy \($0) is left" }
        strays += try await strayImages()
        for port in ports {
            guard let owner = port.server else {
                strays.append("port \(port.id) has no server")
                continue
            }
            let server = try await server(owner)
            if server.deletedAt != nil { strays.append("port \(port.id) is of a deleted server") }
        }
        return strays
    }
}
