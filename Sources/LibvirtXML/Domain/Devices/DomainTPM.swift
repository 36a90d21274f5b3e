/// A trusted platform module.
package struct DomainTPM: XMLDocument {
    package static let rootName = "tpm"

    /// `tpm-tis`, `tpm-crb`.
    package var model: String?
    /// `emulator` or `passthrough`.
    package var backend = "emulator"
    /// `1.2` or `2.0`.
    package var version: String?
    /// Whether the state outlives undefining the domain.
    package var isStatePersistent: Bool?
    /// UUID of libvirt's secret that encrypts the state.
    package var encryptionSecret: String?
    /// The host's device, of a passthrough.
    package var device: String?
    package var alias: String?
    package var address: DeviceAddress?

    package init() {}
    package static let fields: [XMLField<Self>] = [
        .value("@model", \.model),
        .always("backend/@type", \.backend), .value("backend/@version", \.version),
        .yesNo("backend/@persistent_state", \.isStatePersistent),
        .value("backend/encryption/@secret", \.encryptionSecret),
        .value("backend/device/@path", \.device),
        .value("alias/@name", \.alias), .address(\.address),
    ]
}
