/// Sockets between guest and host.
package struct DomainVsock: XMLRepresentable {
    package var model: String?
    package var hasAutomaticCID: Bool?
    /// 3 or more.
    package var cid: UInt32?
    package var alias: String?
    package var address: DeviceAddress?

    package init() {}
    package static let fields: [XMLField<Self>] = [
        .value("@model", \.model), .yesNo("cid/@auto", \.hasAutomaticCID), .value("cid/@address", \.cid),
        .value("alias/@name", \.alias), .address(\.address),
    ]
}
