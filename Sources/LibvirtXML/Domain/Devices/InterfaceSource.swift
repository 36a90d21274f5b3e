/// What a network card is plugged into. In XML it is spread over the attribute `type` and the element `source`.
package enum InterfaceSource: Hashable, Sendable {
    /// A network of libvirt. `bridge` is told by live documents only.
    case network(String, portGroup: String? = nil, bridge: String? = nil)
    case bridge(String)
    /// A tap device of its own.
    case ethernet
    /// macvtap on a host device; `mode` is `bridge`, `vepa`, `private` or `passthrough`.
    case direct(device: String, mode: String?)
    case vhostUser(path: String, mode: String)
    case hostDevice(PCIAddress)
    case vdpa(device: String)
    /// Any other kind, with its source as it was written.
    case other(type: String, XMLElement?)
}

extension InterfaceSource {
    init(owner: XMLElement) throws(XMLDecodingError) {
        let type = owner[attribute: "type"] ?? "ethernet"
        let source = owner.child(named: "source")
        func attribute(_ name: String) throws(XMLDecodingError) -> String {
            guard let value = source?[attribute: name] else { throw .missing(path: "source/@" + name, in: owner.name) }
            return value
        }
        switch type {
        case "network":
            self = .network(
                try attribute("network"), portGroup: source?[attribute: "portgroup"],
                bridge: source?[attribute: "bridge"])
        case "bridge": self = .bridge(try attribute("bridge"))
        case "ethernet": self = .ethernet
        case "direct": self = .direct(device: try attribute("dev"), mode: source?[attribute: "mode"])
        case "vhostuser": self = .vhostUser(path: try attribute("path"), mode: try attribute("mode"))
        case "vdpa": self = .vdpa(device: try attribute("dev"))
        case "hostdev":
            guard let address = source?.child(named: "address") else {
                throw .missing(path: "source/address", in: owner.name)
            }
            self = .hostDevice(try PCIAddress(element: address))
        default: self = .other(type: type, source)
        }
    }

    func write(toOwner owner: inout XMLElement) {
        owner[attribute: "type"] = type
        guard let source else { return }
        owner.append(source)
    }

    private var type: String {
        switch self {
        case .network: "network"
        case .bridge: "bridge"
        case .ethernet: "ethernet"
        case .direct: "direct"
        case .vhostUser: "vhostuser"
        case .hostDevice: "hostdev"
        case .vdpa: "vdpa"
        case .other(let type, _): type
        }
    }

    private var source: XMLElement? {
        var source = XMLElement("source")
        switch self {
        case .network(let name, let portGroup, let bridge):
            source[attribute: "network"] = name
            source[attribute: "portgroup"] = portGroup
            source[attribute: "bridge"] = bridge
        case .bridge(let name): source[attribute: "bridge"] = name
        case .ethernet: return nil
        case .direct(let device, let mode):
            source[attribute: "dev"] = device
            source[attribute: "mode"] = mode
        case .vhostUser(let path, let mode):
            source[attribute: "type"] = "unix"
            source[attribute: "path"] = path
            source[attribute: "mode"] = mode
        case .hostDevice(let pci): source.edit(["address"]) { DeviceAddress.pci(pci).write(to: &$0) }
        case .vdpa(let device): source[attribute: "dev"] = device
        case .other(_, let element): return element
        }
        return source
    }
}

extension XMLField {
    static func interfaceSource(_ property: Property<InterfaceSource>) -> Self {
        Self { element, value throws(XMLDecodingError) in
            value[keyPath: property] = try InterfaceSource(owner: element)
        } write: { value, element in
            value[keyPath: property].write(toOwner: &element)
        }
    }
}
