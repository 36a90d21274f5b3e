/// What an image's first and last bytes say it is. Raw values are the disk_format names of the Image API
/// where it has one.
package enum ImageFormat: String, Sendable, Hashable, CaseIterable {
    /// Sectors as they are: boot sector, MBR, GPT, a bare file system, or anything unknown.
    case raw
    case qcow2
    case iso
    case vmdk
    case vdi
    /// Virtual PC; "vpc" to qemu-img.
    case vhd
    case vhdx
    case luks
    case qed
    case parallels = "ploop"
    /// A kernel, bare.
    case aki
    /// An initial ramdisk, compressed or cpio.
    case ari
    /// A bare file system that goes with a kernel. Never found, only declared.
    case ami
    /// Known to QEMU's prober and of no use here: qcow v1, bochs, cloop, dmg.
    case legacy

    /// Formats a server can be made from; the others are recognised to be refused. Some of those (vmdk, luks) can
    /// name other files or need keys, which nothing here follows.
    package var isUsable: Bool {
        switch self {
        case .raw, .qcow2, .iso, .aki, .ari, .ami: true
        case .vmdk, .vdi, .vhd, .vhdx, .luks, .qed, .parallels, .legacy: false
        }
    }

    /// Found formats that may stand behind this declared one. Plain sectors with a kernel's or archive's magic
    /// are still plain sectors to whoever reads them as raw.
    func accepts(_ found: ImageFormat) -> Bool {
        switch self {
        case .raw, .ami, .aki, .ari: [.raw, .aki, .ari].contains(found)
        case .qcow2, .iso, .vmdk, .vdi, .vhd, .vhdx, .luks, .qed, .parallels, .legacy: found == self
        }
    }
}
