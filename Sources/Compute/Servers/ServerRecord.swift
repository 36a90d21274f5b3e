/// A server as it is stored and shown.
///
/// Facets (`metadata`, `tags`, `addresses`, …) are empty unless the read asked for them (`ServerFacets`).
package struct ServerRecord: Sendable, Hashable {
    package var id: ServerID
    /// The number behind the libvirt domain name, `instance-%08x`.
    package var number: Int64
    package var name: String
    package var hostname: String
    package var summary: String?
    package var projectID: ProjectID
    package var userID: UserID

    package var vmState: VMState
    package var taskState: TaskState?
    package var powerState: PowerState
    /// 0 … 100.
    package var progress: Int
    package var fault: ServerFault?

    package var host: HostName?
    /// The libvirt host name of the node (`OS-EXT-SRV-ATTR:hypervisor_hostname`).
    package var node: String?
    /// The zone of its host; before it has one, the zone that was asked for; `""` when neither is known.
    package var availabilityZone: String
    package var pinnedAvailabilityZone: String?
    /// What it holds of its host beside numbers of CPUs, MiB and GiB; nil when nothing. It goes with the host.
    package var claim: TuningClaim?

    package var createdAt: Timestamp
    package var updatedAt: Timestamp
    package var launchedAt: Timestamp?
    package var terminatedAt: Timestamp?
    package var deletedAt: Timestamp?
    /// When it was deleted, as long as it can be restored.
    package var softDeletedAt: Timestamp?
    /// As long as it is shelved.
    package var shelf: ServerShelf?

    package var flavor: ServerFlavor
    /// Until it is confirmed or reverted.
    package var resize: ServerResize?
    package var image: ServerImage?
    package var keyName: String?
    package var configDrive: Bool
    /// Text of an IPv4 address, or empty.
    package var accessIPv4: String
    package var accessIPv6: String
    /// OS-DCF:diskConfig AUTO.
    package var automaticDiskConfig: Bool
    package var lock: ServerLock?
    package var reservationID: String
    package var launchIndex: Int
    package var rootDeviceName: String?
    package var trustedImageCertificates: [String]?
    /// The hints given at create, as JSON object text; nil when none.
    package var schedulerHints: String?
    /// What the guest was last built as, so that it does not change under a running guest: machine type and domain type.
    package var machineType: String?
    package var virtType: VirtType?

    package var metadata: [String: String] = [:]
    /// Sorted.
    package var tags: [String] = []
    package var nics: [ServerNIC] = []
    /// Base64, as it was given.
    package var userData: String?
    /// Public key text, copied at create: deleting the keypair does not touch servers.
    package var keyData: String?

    package var status: ServerStatus { ServerStatus(vmState: vmState, taskState: taskState) }

    /// What its flavor and image want of a host's processors and memory beside numbers of them.
    package var tuning: TuningRequest? {
        guard let image, let properties = try? GuestProperties(image: image, flavor: flavor) else { return nil }
        return properties.tuning
    }

    /// What its guest has of that: of a claim that replaces another, the one that its present flavor asks for.
    package var guestClaim: TuningClaim? {
        guard let claim, claim.isReplacing else { return claim }
        return claim.answering(tuning)
    }

    /// The libvirt domain's name.
    package var instanceName: String { Self.instanceName(number: number) }

    package static func instanceName(number: Int64) -> String {
        let digits = String(number, radix: 16)
        return "instance-" + String(repeating: "0", count: max(0, 8 - digits.utf8.count)) + digits
    }

    package init(
        id: ServerID, number: Int64, name: String, hostname: String, projectID: ProjectID, userID: UserID,
        flavor: ServerFlavor, image: ServerImage?, createdAt: Timestamp, reservationID: String
    ) {
        self.id = id
        self.number = number
        self.name = name
        self.hostname = hostname
        self.projectID = projectID
        self.userID = userID
        self.flavor = flavor
        self.image = image
        self.createdAt = createdAt
        self.updatedAt = createdAt
        self.reservationID = reservationID
        vmState = .building
        taskState = .scheduling
        powerState = .noState
        progress = 0
        availabilityZone = ""
        configDrive = false
        accessIPv4 = ""
        accessIPv6 = ""
        automaticDiskConfig = false
        launchIndex = 0
    }
}

/// The flavor as it was when the server was created or resized.
package struct ServerFlavor: Sendable, Hashable, Codable {
    /// The flavor's `flavorid`.
    package var id: String
    package var name: String
    package var vcpus: Int
    /// MiB.
    package var ram: Int
    /// Root disk in GiB; 0 means the image's own size.
    package var disk: Int
    /// GiB.
    package var ephemeral: Int
    /// MiB.
    package var swap: Int
    package var extraSpecs: [String: String]

    package init(
        id: String, name: String, vcpus: Int, ram: Int, disk: Int, ephemeral: Int, swap: Int,
        extraSpecs: [String: String]
    ) {
        self.id = id
        self.name = name
        self.vcpus = vcpus
        self.ram = ram
        self.disk = disk
        self.ephemeral = ephemeral
        self.swap = swap
        self.extraSpecs = extraSpecs
    }
}

/// The image as it was when the server was created or rebuilt.
package struct ServerImage: Sendable, Hashable, Codable {
    package var id: ImageID
    package var name: String
    package var diskFormat: DiskFormat
    package var containerFormat: String
    /// GiB.
    package var minDisk: Int
    /// MiB.
    package var minRAM: Int
    package var kernelID: ImageID?
    package var ramdiskID: ImageID?
    package var properties: [String: String]

    package init(
        id: ImageID, name: String, diskFormat: DiskFormat, containerFormat: String, minDisk: Int, minRAM: Int,
        kernelID: ImageID?, ramdiskID: ImageID?, properties: [String: String]
    ) {
        self.id = id
        self.name = name
        self.diskFormat = diskFormat
        self.containerFormat = containerFormat
        self.minDisk = minDisk
        self.minRAM = minRAM
        self.kernelID = kernelID
        self.ramdiskID = ramdiskID
        self.properties = properties
    }
}

/// A failure that the server's user can act on (`fault`).
package struct ServerFault: Sendable, Hashable, Codable {
    /// An HTTP-like code: 500 for failures, 400 and the like for a user's mistake.
    package var code: Int
    package var message: String
    /// Shown to administrators, and to everyone when `code` is not 500.
    package var details: String
    package var createdAt: Timestamp

    package init(code: Int, message: String, details: String, createdAt: Timestamp) {
        self.code = code
        self.message = message
        self.details = details
        self.createdAt = createdAt
    }
}

package struct ServerLock: Sendable, Hashable {
    package enum Holder: String, Sendable, Hashable, Codable { case owner, admin }
    package var holder: Holder
    package var reason: String?

    package init(holder: Holder, reason: String?) {
        self.holder = holder
        self.reason = reason
    }
}

/// One NIC of a server: a port and its network's label, in port order.
package struct ServerNIC: Sendable, Hashable, Codable {
    package var port: PortID
    package var network: NetworkID
    package var label: String
    package var mac: String
    package var addresses: [String]
    package var tag: String?
    package var securityGroups: [String]

    package init(
        port: PortID, network: NetworkID, label: String, mac: String, addresses: [String], tag: String?,
        securityGroups: [String]
    ) {
        self.port = port
        self.network = network
        self.label = label
        self.mac = mac
        self.addresses = addresses
        self.tag = tag
        self.securityGroups = securityGroups
    }
}

/// How a guest's code runs: with hardware (or paravirtual) KVM, or emulated by QEMU (TCG).
package enum VirtType: String, Sendable, Hashable, Codable, CaseIterable {
    case kvm
    case qemu
}

/// What a read brings along besides the server's own row.
package struct ServerFacets: OptionSet, Sendable, Hashable {
    package let rawValue: Int

    package init(rawValue: Int) {
        self.rawValue = rawValue
    }

    package static let metadata = ServerFacets(rawValue: 1)
    package static let tags = ServerFacets(rawValue: 2)
    package static let nics = ServerFacets(rawValue: 4)
    package static let userData = ServerFacets(rawValue: 8)
    package static let fault = ServerFacets(rawValue: 16)
    package static let all: ServerFacets = [.metadata, .tags, .nics, .userData, .fault]
}
