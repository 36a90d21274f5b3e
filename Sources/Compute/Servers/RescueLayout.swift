/// How a server's devices are arranged while it is rescued (libvirt-driver.md, section 7).
package enum RescueLayout: Sendable, Hashable {
    /// The rescue disk takes the first place; behind it comes the server's root disk. Nothing else is attached.
    case replacing
    /// Every device stays where it is; the rescue disk comes last and is booted from.
    case added(device: GuestDisk.Device, bus: GuestProperties.DiskBus?)

    /// As the rescue image says with `hw_rescue_device` and `hw_rescue_bus`.
    /// - Throws: `.invalid` for what no drive can be.
    package init(_ image: ServerImage) throws(ComputeError) {
        let properties = PropertyReader.image(image.properties)
        let device = try properties.word("hw_rescue_device", of: ["cdrom", "disk", "floppy", "lun"])
        let bus = try properties.word("hw_rescue_bus", of: ["scsi", "virtio", "ide", "usb", "sata", "fdc"])
        guard device != nil || bus != nil else {
            self = .replacing
            return
        }
        self = try Self.added(device ?? "disk", bus)
    }

    private static func added(_ device: String, _ bus: String?) throws(ComputeError) -> RescueLayout {
        switch (device, bus) {
        case ("floppy", nil), ("floppy", "fdc"): return .added(device: .floppy, bus: nil)
        case ("floppy", _): throw .invalid("Image property hw_rescue_bus must be fdc for a floppy disk")
        case (_, "fdc"): throw .invalid("Image property hw_rescue_bus can be fdc for a floppy disk only")
        case ("lun", _): throw .invalid("Image property hw_rescue_device can't be lun: an image is no logical unit")
        case ("cdrom", "virtio"):
            throw .invalid("Image property hw_rescue_bus can't be virtio for a CD-ROM drive")
        case ("cdrom", _): return .added(device: .cdrom, bus: bus.flatMap(GuestProperties.DiskBus.init))
        default: return .added(device: .disk, bus: bus.flatMap(GuestProperties.DiskBus.init))
        }
    }
}
