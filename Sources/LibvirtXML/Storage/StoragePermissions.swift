/// Owner and mode of a pool's directory or a volume's file.
package struct StoragePermissions: XMLRepresentable {
    /// In octal, `0644`.
    package var mode: String?
    package var owner: Int?
    package var group: Int?
    package var label: String?

    package init() {}
    package static let fields: [XMLField<Self>] = [
        .value("mode", \.mode), .value("owner", \.owner), .value("group", \.group), .value("label", \.label),
    ]
}
