/// Where a device sits inside the guest.
package enum DeviceAddress: Hashable, Sendable {
    case pci(PCIAddress)
    case drive(DriveAddress)
    case virtioSerial(VirtioSerialAddress)
    /// `port` is a path of ports, e.g. `1.2`.
    case usb(bus: Int?, port: String?)
    /// Any other kind (`ccw`, `isa`, `spapr-vio`, …), as it was written.
    case other(XMLElement)
}

extension DeviceAddress {
    init(element: XMLElement) throws(XMLDecodingError) {
        switch element[attribute: "type"] {
        case "pci": self = .pci(try PCIAddress(element: element))
        case "drive": self = .drive(try DriveAddress(element: element))
        case "virtio-serial": self = .virtioSerial(try VirtioSerialAddress(element: element))
        case "usb": self = .usb(bus: element[attribute: "bus"].flatMap { Int($0) }, port: element[attribute: "port"])
        default: self = .other(element)
        }
    }

    func write(to element: inout XMLElement) {
        switch self {
        case .pci(let address):
            element[attribute: "type"] = "pci"
            address.write(to: &element)
        case .drive(let address):
            element[attribute: "type"] = "drive"
            address.write(to: &element)
        case .virtioSerial(let address):
            element[attribute: "type"] = "virtio-serial"
            address.write(to: &element)
        case .usb(let bus, let port):
            element[attribute: "type"] = "usb"
            element[attribute: "bus"] = bus.map(String.init)
            element[attribute: "port"] = port
        case .other(let other):
            element.attributes = other.attributes
            element.content = other.content
        }
    }
}

extension XMLField {
    static func address(_ property: Property<DeviceAddress?>) -> Self {
        Self { element, value throws(XMLDecodingError) in
            guard let address = element.child(named: "address") else { return }
            value[keyPath: property] = try DeviceAddress(element: address)
        } write: { value, element in
            guard let address = value[keyPath: property] else { return }
            element.edit(["address"]) { address.write(to: &$0) }
        }
    }
}
