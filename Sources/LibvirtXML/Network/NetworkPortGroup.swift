/// Settings that guests of one network choose by name.
package struct NetworkPortGroup: XMLRepresentable {
    package var name = ""
    package var isDefault: Bool?
    package var bandwidth = Bandwidth()
    package var virtualPort: VirtualPort?
    package var vlanTags: [DomainInterface.VLANTag] = []

    package init() {}
    package static let fields: [XMLField<Self>] = [
        .required("@name", \.name), .yesNo("@default", \.isDefault),
        .child("virtualport", \.virtualPort), .part("bandwidth", \.bandwidth), .children("vlan/tag", \.vlanTags),
    ]
}
