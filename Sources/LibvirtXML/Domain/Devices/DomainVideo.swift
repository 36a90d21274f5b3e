/// A graphics card.
package struct DomainVideo: XMLRepresentable {
    package var model = Model.virtio
    /// In KiB.
    package var videoMemoryKiB: UInt64?
    /// In KiB; QXL only.
    package var memoryKiB: UInt64?
    /// In KiB; QXL only.
    package var vgaMemoryKiB: UInt64?
    package var heads: Int?
    package var isPrimary: Bool?
    package var alias: String?
    package var address: DeviceAddress?

    package init() {}
    package init(_ model: Model, videoMemoryKiB: UInt64? = nil) {
        self.model = model
        self.videoMemoryKiB = videoMemoryKiB
    }

    package static let fields: [XMLField<Self>] = [
        .always("model/@type", \.model),
        .value("model/@ram", \.memoryKiB), .value("model/@vram", \.videoMemoryKiB),
        .value("model/@vgamem", \.vgaMemoryKiB), .value("model/@heads", \.heads),
        .yesNo("model/@primary", \.isPrimary),
        .value("alias/@name", \.alias), .address(\.address),
    ]

    package struct Model: XMLToken {
        package var rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let virtio: Self = "virtio"
        package static let vga: Self = "vga"
        package static let cirrus: Self = "cirrus"
        package static let qxl: Self = "qxl"
        package static let vmvga: Self = "vmvga"
        package static let bochs: Self = "bochs"
        package static let ramfb: Self = "ramfb"
        package static let none: Self = "none"
    }
}
