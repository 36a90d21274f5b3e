/// Everything a hypervisor needs to build a server's guest: always made anew from the store.
package struct GuestSpec: Sendable, Hashable {
    package var server: ServerRecord
    package var ownerNames: OwnerNames
    package var disks: [GuestDisk]
    package var nics: [GuestNIC]
    /// Absolute path of the log that the first serial port writes.
    package var consoleLog: String
    package var directBoot: DirectBoot?
    /// Absolute path of the file that holds the variables of the guest's UEFI, if it has one; nil: libvirt's own place.
    package var nvram: String?

    package init(
        server: ServerRecord, ownerNames: OwnerNames, disks: [GuestDisk], nics: [GuestNIC], consoleLog: String,
        directBoot: DirectBoot?
    ) {
        self.server = server
        self.ownerNames = ownerNames
        self.disks = disks
        self.nics = nics
        self.consoleLog = consoleLog
        self.directBoot = directBoot
    }
}

/// Names for the metadata block that monitoring tools read.
package struct OwnerNames: Sendable, Hashable, Codable {
    package var user: String
    package var project: String

    package init(user: String, project: String) {
        self.user = user
        self.project = project
    }
}

/// Kernel and ramdisk files on this host.
package struct DirectBoot: Sendable, Hashable {
    package var kernel: String
    package var ramdisk: String?
    package var commandLine: String

    package init(kernel: String, ramdisk: String?, commandLine: String) {
        self.kernel = kernel
        self.ramdisk = ramdisk
        self.commandLine = commandLine
    }
}

package struct GuestDisk: Sendable, Hashable {
    package enum Role: Sendable, Hashable {
        case root
        case ephemeral(Int)
        case swap
        case configDrive
        /// What a rescued guest boots from.
        case rescue
    }

    package enum Format: String, Sendable, Hashable { case raw, qcow2 }

    package enum Device: String, Sendable, Hashable { case disk, cdrom, floppy }

    package var role: Role
    package var path: String
    package var format: Format
    package var device: Device
    /// The raw file that an overlay stands on, which other guests' overlays may share; nil: it stands on nothing.
    package var base: String?
    /// Nil: as the server's image says.
    package var bus: GuestProperties.DiskBus?
    /// From 1; nil for every disk: the first one is booted from.
    package var bootOrder: Int?

    package init(role: Role, path: String, format: Format, device: Device, base: String? = nil) {
        self.role = role
        self.path = path
        self.format = format
        self.device = device
        self.base = base
    }
}

package struct GuestNIC: Sendable, Hashable {
    package var port: PortRecord
    package var network: NetworkRecord
    /// What DHCP tells the guest.
    package var hostname: String

    package init(port: PortRecord, network: NetworkRecord, hostname: String) {
        self.port = port
        self.network = network
        self.hostname = hostname
    }
}

/// What a guest will be run as.
package struct GuestPlan: Sendable, Hashable {
    package var virtType: VirtType
    package var machineType: String
    /// `/dev/vda` and the like.
    package var rootDeviceName: String

    package init(virtType: VirtType, machineType: String, rootDeviceName: String) {
        self.virtType = virtType
        self.machineType = machineType
        self.rootDeviceName = rootDeviceName
    }
}
