/// The device that takes memory from the guest and tells how it uses it.
package struct DomainMemoryBalloon: XMLRepresentable {
    /// `virtio` or `none`.
    package var model = "virtio"
    package var deflatesAutomatically: Bool?
    package var reportsFreePages: Bool?
    /// How often the guest tells, in seconds.
    package var statisticsPeriod: Int?
    package var alias: String?
    package var address: DeviceAddress?

    package init() {}
    package init(model: String, statisticsPeriod: Int? = nil) {
        self.model = model
        self.statisticsPeriod = statisticsPeriod
    }

    package static let fields: [XMLField<Self>] = [
        .always("@model", \.model), .onOff("@autodeflate", \.deflatesAutomatically),
        .onOff("@freePageReporting", \.reportsFreePages),
        .value("stats/@period", \.statisticsPeriod),
        .value("alias/@name", \.alias), .address(\.address),
    ]
}
