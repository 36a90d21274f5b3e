/// A static route of the host into a network.
package struct NetworkRoute: XMLRepresentable {
    package var family: String?
    package var address = ""
    package var prefix: Int?
    package var netmask: String?
    package var gateway = ""
    package var metric: Int?

    package init() {}
    package static let fields: [XMLField<Self>] = [
        .value("@family", \.family), .always("@address", \.address), .value("@netmask", \.netmask),
        .value("@prefix", \.prefix), .always("@gateway", \.gateway), .value("@metric", \.metric),
    ]
}
