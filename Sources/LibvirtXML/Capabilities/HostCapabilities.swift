/// The host itself.
package struct HostCapabilities: XMLRepresentable {
    package var uuid: String?
    package var cpu = HostCPU()
    package var hasIOMMU: Bool?
    package var migratesLive = false
    package var migrationTransports: [String] = []
    package var cells: [HostCell] = []
    package var securityModels: [SecurityModel] = []

    package init() {}
    package static let fields: [XMLField<Self>] = [
        .value("uuid", \.uuid), .part("cpu", \.cpu), .yesNo("iommu/@support", \.hasIOMMU),
        .flag("migration_features/live", \.migratesLive),
        .values("migration_features/uri_transports/uri_transport", \.migrationTransports),
        .children("topology/cells/cell", \.cells),
        .children("secmodel", \.securityModels),
    ]

    package struct SecurityModel: XMLRepresentable {
        package var model = ""
        package var doi: String?

        package init() {}
        package static let fields: [XMLField<Self>] = [.always("model", \.model), .value("doi", \.doi)]
    }
}
