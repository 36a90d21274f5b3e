/// A disk, CD-ROM or floppy drive. Also the fragment for attaching, detaching and changing one.
package struct DomainDisk: XMLDocument {
    package static let rootName = "disk"

    package var device = Device.disk
    /// `virtio`, `virtio-transitional`, `virtio-non-transitional`.
    package var model: String?
    package var driver = DiskDriver()
    package var source = DiskSource.empty
    /// Number of the source in the running QEMU; only in live documents.
    package var sourceIndex: Int?
    package var startupPolicy: String?
    /// The images below the source. Nil: not told, so libvirt looks into the files. Empty: there is none.
    package var backingChain: [DiskBackingImage]?
    package var mirror: DiskMirror?
    /// The name inside the domain, by which libvirt's calls find the disk: `vda`.
    package var target = ""
    package var bus: Bus?
    /// `open` or `closed`, of removable media.
    package var tray: String?
    package var ioTune = DiskIOTune()
    package var logicalBlockSize: Int?
    package var physicalBlockSize: Int?
    package var isReadOnly = false
    package var isShareable = false
    package var isTransient = false
    package var serial: String?
    package var wwn: String?
    package var bootOrder: Int?
    package var alias: String?
    package var address: DeviceAddress?

    package init() {}

    package static let fields: [XMLField<Self>] = [
        .diskSource(\.source),
        .always("@device", \.device), .value("@model", \.model),
        .part("driver", \.driver),
        .value("source/@index", \.sourceIndex), .value("source/@startupPolicy", \.startupPolicy),
        .backingChain(\.backingChain),
        .child("mirror", \.mirror),
        .value("blockio/@logical_block_size", \.logicalBlockSize),
        .value("blockio/@physical_block_size", \.physicalBlockSize),
        .required("target/@dev", \.target), .value("target/@bus", \.bus), .value("target/@tray", \.tray),
        .part("iotune", \.ioTune),
        .flag("readonly", \.isReadOnly), .flag("shareable", \.isShareable), .flag("transient", \.isTransient),
        .value("serial", \.serial), .value("wwn", \.wwn),
        .value("boot/@order", \.bootOrder),
        .value("alias/@name", \.alias),
        .address(\.address),
    ]
}

extension DomainDisk {
    package struct Device: XMLToken {
        package var rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let disk: Self = "disk"
        package static let cdrom: Self = "cdrom"
        package static let floppy: Self = "floppy"
        package static let lun: Self = "lun"
    }

    package struct Bus: XMLToken {
        package var rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let virtio: Self = "virtio"
        package static let scsi: Self = "scsi"
        package static let sata: Self = "sata"
        package static let ide: Self = "ide"
        package static let usb: Self = "usb"
        package static let floppy: Self = "fdc"
    }
}
