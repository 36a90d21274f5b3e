/// A virtual IOMMU.
package struct DomainIOMMU: XMLRepresentable {
    /// `intel`, `smmuv3`, `virtio`.
    package var model = "intel"
    package var remapsInterrupts: Bool?
    package var hasCachingMode: Bool?
    package var hasExtendedInterrupts: Bool?
    package var hasIOTLB: Bool?
    package var addressBits: Int?
    package var alias: String?
    package var address: DeviceAddress?

    package init() {}
    package static let fields: [XMLField<Self>] = [
        .always("@model", \.model),
        .onOff("driver/@intremap", \.remapsInterrupts), .onOff("driver/@caching_mode", \.hasCachingMode),
        .onOff("driver/@eim", \.hasExtendedInterrupts), .onOff("driver/@iotlb", \.hasIOTLB),
        .value("driver/@aw_bits", \.addressBits),
        .value("alias/@name", \.alias), .address(\.address),
    ]
}
