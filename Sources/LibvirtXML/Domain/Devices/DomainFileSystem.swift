/// A directory of the host shared with the guest.
package struct DomainFileSystem: XMLDocument {
    package static let rootName = "filesystem"

    package var type = "mount"
    package var accessMode: String?
    /// `virtiofs`, `path`.
    package var driver: String?
    package var queueSize: Int?
    package var binary: String?
    /// The host's directory.
    package var directory: String?
    package var socket: String?
    /// The tag the guest mounts it by.
    package var target = ""
    package var isReadOnly = false
    package var alias: String?
    package var address: DeviceAddress?

    package init() {}
    package static let fields: [XMLField<Self>] = [
        .always("@type", \.type), .value("@accessmode", \.accessMode),
        .value("driver/@type", \.driver), .value("driver/@queue", \.queueSize),
        .value("binary/@path", \.binary),
        .value("source/@dir", \.directory), .value("source/@socket", \.socket),
        .always("target/@dir", \.target),
        .flag("readonly", \.isReadOnly),
        .value("alias/@name", \.alias), .address(\.address),
    ]
}
