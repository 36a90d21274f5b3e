/// A device of the host given to the guest.
package struct DomainHostDevice: XMLDocument {
    package static let rootName = "hostdev"

    package var source = Source.pci(PCIAddress())
    package var mode = "subsystem"
    /// Whether libvirt takes the device from the host's driver and gives it back.
    package var isManaged: Bool?
    /// Of a mediated device: `vfio-pci`, ….
    package var model: String?
    /// `vfio`.
    package var driverName: String?
    package var hasDisplay: Bool?
    package var bootOrder: Int?
    package var alias: String?
    /// In the guest.
    package var address: DeviceAddress?

    package init() {}
    package static let fields: [XMLField<Self>] = [
        .always("@mode", \.mode), .hostDeviceSource(\.source),
        .yesNo("@managed", \.isManaged), .value("@model", \.model), .onOff("@display", \.hasDisplay),
        .value("driver/@name", \.driverName),
        .value("boot/@order", \.bootOrder),
        .value("alias/@name", \.alias), .address(\.address),
    ]

    package enum Source: Hashable, Sendable {
        case pci(PCIAddress)
        case mediated(uuid: String)
        /// Any other kind, with its source as it was written.
        case other(type: String, XMLElement?)
    }
}

extension DomainHostDevice.Source {
    init(owner: XMLElement) throws(XMLDecodingError) {
        guard let type = owner[attribute: "type"] else { throw .missing(path: "@type", in: owner.name) }
        let address = owner.descendant(["source", "address"])
        switch (type, address) {
        case ("pci", let address?): self = .pci(try PCIAddress(element: address))
        case ("mdev", let address?):
            guard let uuid = address[attribute: "uuid"] else {
                throw .missing(path: "source/address/@uuid", in: owner.name)
            }
            self = .mediated(uuid: uuid)
        default: self = .other(type: type, owner.child(named: "source"))
        }
    }

    func write(toOwner owner: inout XMLElement) {
        switch self {
        case .pci(let address):
            owner[attribute: "type"] = "pci"
            owner.edit(["source", "address"]) { address.write(to: &$0) }
        case .mediated(let uuid):
            owner[attribute: "type"] = "mdev"
            owner.set(uuid, at: "source/address/@uuid")
        case .other(let type, let source):
            owner[attribute: "type"] = type
            if let source { owner.append(source) }
        }
    }
}

extension XMLField<DomainHostDevice> {
    static func hostDeviceSource(_ property: Property<DomainHostDevice.Source>) -> Self {
        Self { element, value throws(XMLDecodingError) in
            value[keyPath: property] = try DomainHostDevice.Source(owner: element)
        } write: { value, element in
            value[keyPath: property].write(toOwner: &element)
        }
    }
}
