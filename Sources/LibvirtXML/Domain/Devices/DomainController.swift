/// A bus that other devices sit on.
package struct DomainController: XMLDocument {
    package static let rootName = "controller"

    package var type = Kind.scsi
    package var index: Int?
    /// `virtio-scsi`, `lsilogic`, `qemu-xhci`, `none`, `pcie-root-port`, ….
    package var model: String?
    package var ports: Int?
    package var vectors: Int?
    package var queues: Int?
    package var ioThread: Int?
    /// The device QEMU makes, e.g. `pcie-root-port`.
    package var modelName: String?
    package var chassis: Int?
    package var port: UInt32?
    package var alias: String?
    package var address: DeviceAddress?

    package init() {}
    package init(_ type: Kind, index: Int? = nil, model: String? = nil) {
        self.type = type
        self.index = index
        self.model = model
    }

    package static let fields: [XMLField<Self>] = [
        .required("@type", \.type), .value("@index", \.index), .value("@model", \.model),
        .value("@ports", \.ports), .value("@vectors", \.vectors),
        .value("driver/@queues", \.queues), .value("driver/@iothread", \.ioThread),
        .value("model/@name", \.modelName),
        .value("target/@chassis", \.chassis), .value("target/@port", \.port),
        .value("alias/@name", \.alias), .address(\.address),
    ]

    package struct Kind: XMLToken {
        package var rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let scsi: Self = "scsi"
        package static let usb: Self = "usb"
        package static let pci: Self = "pci"
        package static let sata: Self = "sata"
        package static let ide: Self = "ide"
        package static let floppy: Self = "fdc"
        package static let virtioSerial: Self = "virtio-serial"
    }
}
