/// A network card. Also the fragment for attaching, detaching and changing one.
package struct DomainInterface: XMLDocument {
    package static let rootName = "interface"

    package var source = InterfaceSource.ethernet
    /// Six pairs of hexadecimal digits; nil lets libvirt choose.
    package var macAddress: String?
    /// `virtio`, `e1000e`, ….
    package var model: String?
    /// The back end, `vhost` or `qemu`.
    package var driverName: String?
    package var queues: Int?
    package var receiveQueueSize: Int?
    package var transmitQueueSize: Int?
    package var hasPackedRing: Bool?
    /// The device on the host, e.g. `tap` and the first part of the port's id.
    package var target: String?
    /// False: the tap device is there already and libvirt leaves it alone.
    package var isTargetManaged: Bool?
    package var virtualPort: VirtualPort?
    package var vlanTags: [VLANTag] = []
    package var filter: NWFilterReference?
    package var bandwidth = Bandwidth()
    package var linkState: LinkState?
    package var mtu: Int?
    /// Isolated ports of one bridge don't reach each other.
    package var isIsolated: Bool?
    package var bootOrder: Int?
    package var alias: String?
    package var address: DeviceAddress?

    package init() {}

    package static let fields: [XMLField<Self>] = [
        .interfaceSource(\.source),
        .value("mac/@address", \.macAddress),
        .child("virtualport", \.virtualPort),
        .children("vlan/tag", \.vlanTags),
        .value("target/@dev", \.target), .yesNo("target/@managed", \.isTargetManaged),
        .value("model/@type", \.model),
        .value("driver/@name", \.driverName), .value("driver/@queues", \.queues),
        .value("driver/@rx_queue_size", \.receiveQueueSize),
        .value("driver/@tx_queue_size", \.transmitQueueSize), .onOff("driver/@packed", \.hasPackedRing),
        .child("filterref", \.filter),
        .part("bandwidth", \.bandwidth),
        .value("link/@state", \.linkState),
        .value("mtu/@size", \.mtu),
        .yesNo("port/@isolated", \.isIsolated),
        .value("boot/@order", \.bootOrder),
        .value("alias/@name", \.alias), .address(\.address),
    ]
}

extension DomainInterface {
    package struct LinkState: XMLToken {
        package var rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let up: Self = "up"
        package static let down: Self = "down"
    }

    package struct VLANTag: XMLRepresentable {
        package var id = 0
        /// `tagged` or `untagged`, of trunks.
        package var nativeMode: String?

        package init() {}
        package static let fields: [XMLField<Self>] = [.always("@id", \.id), .value("@nativeMode", \.nativeMode)]
    }
}
