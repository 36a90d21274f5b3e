package import Compute
package import Libvirt

/// How guests are run on this host.
package struct LibvirtDriverSettings: Sendable {
    package enum VirtChoice: String, Sendable { case kvm, qemu, auto }

    package enum CPUChoice: Sendable, Hashable {
        /// What the host can run: its own model where hardware virtualization is there, else the best named one.
        case automatic
        /// The hypervisor's default.
        case none
        case hostModel
        case hostPassthrough
        case maximum
        /// The first of these that the host can run.
        case custom([String])
    }

    /// Where VNC listens; nil for no display.
    package struct VNC: Sendable, Hashable {
        package var address: String

        package init(address: String) {
            self.address = address
        }
    }

    /// Where SPICE listens, for guests whose QEMU has it.
    package struct Spice: Sendable, Hashable {
        package var address: String

        package init(address: String) {
            self.address = address
        }
    }

    package var uri: String
    /// The directory that holds the disks: its file system is the host's `local_gb`.
    package var instancesDirectory: String
    package var virtChoice = VirtChoice.auto
    package var cpu = CPUChoice.automatic
    /// For images that name none; nil: pc on x86_64, virt on aarch64 and so on.
    package var machineType: String?
    package var vnc: VNC? = VNC(address: "127.0.0.1")
    /// Nil for no SPICE.
    package var spice: Spice?
    /// What `os-hypervisors` shows.
    package var hostIP = "127.0.0.1"
    /// In the SMBIOS tables and the metadata block.
    package var version = "0.1.0"
    /// Which of the host's processors serve whom.
    package var processors = CPUDivision()
    /// How long a call may take that reads or changes little.
    package var callLimit: Duration = .seconds(30)
    /// How long a start or a destroy may take, waiting for others included.
    package var changeLimit: Duration = .seconds(300)
    /// How many starts, destroys and definitions run at once. libvirtd works on no more than five requests of one
    /// connection.
    package var parallelChanges = 4
    package var keepAliveInterval: Int32 = 5
    package var keepAliveCount: UInt32 = 5
    package var backoff = Backoff()

    package init(uri: String, instancesDirectory: String) {
        self.uri = uri
        self.instancesDirectory = instancesDirectory
    }

    /// libvirt's in-memory driver, which tests use: it has domains of a type of its own, and no filters.
    var isTestDriver: Bool { uri.hasPrefix("test:") }
}
