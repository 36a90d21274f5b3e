/// A port for USB devices of whoever looks at the screen.
package struct DomainRedirectedDevice: XMLDocument {
    package static let rootName = "redirdev"

    package var bus = "usb"
    package var source = CharacterSource.spiceAgent
    package var alias: String?
    package var address: DeviceAddress?

    package init() {}
    package static let fields: [XMLField<Self>] = [
        .always("@bus", \.bus), .characterSource(\.source),
        .value("alias/@name", \.alias), .address(\.address),
    ]
}
