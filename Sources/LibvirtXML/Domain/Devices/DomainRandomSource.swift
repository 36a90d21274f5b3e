/// Random numbers for the guest.
package struct DomainRandomSource: XMLDocument {
    package static let rootName = "rng"

    package var model = "virtio"
    /// Bytes the guest may take in each period.
    package var rateBytes: UInt64?
    /// In ms; libvirt's default is 1000.
    package var ratePeriod: UInt64?
    /// `random`, `egd`, `builtin`.
    package var backendModel = "random"
    package var backendDevice: String?
    package var alias: String?
    package var address: DeviceAddress?

    package init() {}
    package static let fields: [XMLField<Self>] = [
        .always("@model", \.model),
        .value("rate/@bytes", \.rateBytes), .value("rate/@period", \.ratePeriod),
        .always("backend/@model", \.backendModel), .value("backend", \.backendDevice),
        .value("alias/@name", \.alias), .address(\.address),
    ]
}
