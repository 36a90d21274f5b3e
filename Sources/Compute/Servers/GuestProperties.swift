/// Image properties and flavor extra specs that shape a guest, checked and typed (libvirt-driver.md, sections 14 and 15).
package struct GuestProperties: Sendable, Hashable {
    /// `hw_machine_type`.
    package var machineType: String?
    /// `img_hv_type`.
    package var virtType: VirtType?

    /// - Throws: `.invalid` naming the property whose value is not allowed, or that this cloud cannot honour.
    package init(image: ServerImage, flavor: ServerFlavor) throws(ComputeError) {
        machineType = image.properties["hw_machine_type"]
        if let text = image.properties["img_hv_type"] {
            guard let type = VirtType(rawValue: text.lowercased()) else {
                throw .invalid("Image property img_hv_type: \(text) guests can't be run; kvm and qemu can.")
            }
            virtType = type
        }
    }
}
