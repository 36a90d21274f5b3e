/// The device by which a guest tells that it crashed.
package struct DomainPanic: XMLRepresentable {
    /// `isa`, `hyperv`, `pseries`, `s390`; nil for the machine's own.
    package var model: String?
    package var address: DeviceAddress?

    package init() {}
    package static let fields: [XMLField<Self>] = [.value("@model", \.model), .address(\.address)]
}
