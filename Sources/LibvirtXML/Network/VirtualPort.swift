/// The port of a virtual switch.
package struct VirtualPort: XMLRepresentable {
    /// `openvswitch`, `midonet`, `802.1Qbh`, ….
    package var type: String?
    package var interfaceID: String?
    package var profileID: String?

    package init() {}
    package static let fields: [XMLField<Self>] = [
        .value("@type", \.type),
        .value("parameters/@interfaceid", \.interfaceID), .value("parameters/@profileid", \.profileID),
    ]
}
