/// A sound card.
package struct DomainSound: XMLDocument {
    package static let rootName = "sound"

    /// `sb16`, `es1370`, `pcspk`, `ac97`, `ich6`, `ich9`, `usb`, `virtio`.
    package var model = "ich9"
    package var alias: String?
    package var address: DeviceAddress?

    package init() {}
    package init(model: String) { self.model = model }

    package static let fields: [XMLField<Self>] = [
        .always("@model", \.model), .value("alias/@name", \.alias), .address(\.address),
    ]
}
