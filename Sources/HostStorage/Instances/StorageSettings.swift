package import GuestData
package import SystemPackage

/// What an operator can choose about images and disks on a host.
package struct StorageSettings: Sendable {
    /// Everything lies below: `images`, `base`, `instances`.
    package var data: FilePath
    package var rules = ImageRules()
    /// Bytes that one uploaded image may have.
    package var maximumImageSize: UInt64 = 1 << 40
    /// nil chooses by the image's os_type.
    package var ephemeralFormat: EphemeralFormat?
    /// How long a base that no server uses is kept.
    package var baseLifetime: Duration = .seconds(86_400)
    /// What config drives have as vendor data.
    package var vendorData = VendorData.none
    /// Threads for blocking file work.
    package var threads = 4

    /// Where libvirt keeps the states of TPMs, a directory for each domain.
    package var tpmDirectory: FilePath = "/var/lib/libvirt/swtpm"

    package init(data: FilePath) {
        self.data = data
    }

    package var imageDirectory: FilePath { data.appending("images") }
    package var baseDirectory: FilePath { data.appending("base") }
    package var instanceDirectory: FilePath { data.appending("instances") }
    /// What is kept of servers that are on no host, besides their disks.
    package var keptStateDirectory: FilePath { data.appending("states") }
}
