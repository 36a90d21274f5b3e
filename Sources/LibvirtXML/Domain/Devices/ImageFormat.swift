/// The format of a disk image.
package struct ImageFormat: XMLToken {
    package var rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    package static let raw: Self = "raw"
    package static let qcow2: Self = "qcow2"
    package static let vmdk: Self = "vmdk"
    package static let vhd: Self = "vpc"
    package static let vhdx: Self = "vhdx"
    package static let vdi: Self = "vdi"
    package static let ploop: Self = "ploop"
    package static let iso: Self = "iso"
}
