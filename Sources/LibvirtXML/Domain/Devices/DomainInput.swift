/// A keyboard, mouse or tablet.
package struct DomainInput: XMLDocument {
    package static let rootName = "input"

    /// `tablet`, `keyboard`, `mouse`.
    package var type = "tablet"
    /// `usb`, `virtio`, `ps2`.
    package var bus: String?
    package var model: String?
    package var alias: String?
    package var address: DeviceAddress?

    package init() {}
    package init(type: String, bus: String) {
        self.type = type
        self.bus = bus
    }

    package static let fields: [XMLField<Self>] = [
        .always("@type", \.type), .value("@bus", \.bus), .value("@model", \.model),
        .value("alias/@name", \.alias), .address(\.address),
    ]
}
