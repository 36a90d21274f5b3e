/// Which host cells the guest's memory comes from.
package struct DomainNUMATune: XMLRepresentable {
    package var mode: Mode?
    /// Host cells, e.g. `0-1`.
    package var nodeSet: String?
    package var cells: [Cell] = []

    package init() {}
    package static let fields: [XMLField<Self>] = [
        .value("memory/@mode", \.mode), .value("memory/@nodeset", \.nodeSet),
        .children("memnode", \.cells),
    ]
}

extension DomainNUMATune {
    package struct Mode: XMLToken {
        package var rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let strict: Self = "strict"
        package static let preferred: Self = "preferred"
        package static let interleave: Self = "interleave"
        package static let restrictive: Self = "restrictive"
    }

    package struct Cell: XMLRepresentable {
        /// The guest's cell.
        package var id = 0
        package var mode = Mode.strict
        /// Host cells.
        package var nodeSet = ""

        package init() {}
        package static let fields: [XMLField<Self>] = [
            .always("@cellid", \.id), .always("@mode", \.mode), .always("@nodeset", \.nodeSet),
        ]
    }
}
