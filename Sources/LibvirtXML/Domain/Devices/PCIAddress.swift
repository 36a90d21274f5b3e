/// A place on a PCI bus, of the guest or of the host.
package struct PCIAddress: XMLRepresentable {
    package var domain: UInt32 = 0
    package var bus: UInt32 = 0
    package var slot: UInt32 = 0
    package var function: UInt32 = 0
    package var isMultifunction: Bool?

    package init() {}
    package init(domain: UInt32 = 0, bus: UInt32, slot: UInt32, function: UInt32 = 0) {
        self.domain = domain
        self.bus = bus
        self.slot = slot
        self.function = function
    }

    package static let fields: [XMLField<Self>] = [
        .hexadecimal("@domain", digits: 4, \.domain), .hexadecimal("@bus", digits: 2, \.bus),
        .hexadecimal("@slot", digits: 2, \.slot), .hexadecimal("@function", digits: 1, \.function),
        .onOff("@multifunction", \.isMultifunction),
    ]
}

extension XMLField {
    /// Written as libvirt prints addresses: `0x001f`.
    static func hexadecimal(_ path: XMLPath, digits: Int, _ property: Property<UInt32>) -> Self {
        let decimal = always(path, property)
        return Self(read: decimal.read) { value, element in
            let text = String(value[keyPath: property], radix: 16)
            let zeros = String(repeating: "0", count: max(0, digits - text.count))
            element.set("0x" + zeros + text, at: path)
        }
    }
}
