/// A network filter: rules and other filters, in the order they are applied.
package struct NWFilterDocument: XMLDocument {
    package static let rootName = "filter"

    package var name = ""
    package var uuid: String?
    /// `root`, `ipv4`, `arp`, `mac`, …, or one of those with a suffix.
    package var chain: String?
    package var priority: Int?
    package var entries: [Entry] = []

    package init() {}
    package init(name: String, chain: String? = nil, entries: [Entry] = []) {
        self.name = name
        self.chain = chain
        self.entries = entries
    }

    package static let fields: [XMLField<Self>] = [
        .required("@name", \.name), .value("@chain", \.chain), .value("@priority", \.priority),
        .value("uuid", \.uuid),
        .filterEntries(\.entries),
    ]

    package enum Entry: Hashable, Sendable {
        case reference(NWFilterReference)
        case rule(NWFilterRule)
    }

    /// The names of the filters this one uses.
    package var references: [String] {
        entries.compactMap { if case .reference(let reference) = $0 { reference.filter } else { nil } }
    }
}

extension XMLField<NWFilterDocument> {
    static func filterEntries(_ property: Property<[NWFilterDocument.Entry]>) -> Self {
        Self { element, value throws(XMLDecodingError) in
            for child in element.children {
                switch child.name {
                case "filterref": value[keyPath: property].append(.reference(try NWFilterReference(element: child)))
                case "rule": value[keyPath: property].append(.rule(try NWFilterRule(element: child)))
                default: break
                }
            }
        } write: { value, element in
            for entry in value[keyPath: property] {
                switch entry {
                case .reference(let reference): element.append(reference.element(named: "filterref"))
                case .rule(let rule): element.append(rule.element(named: "rule"))
                }
            }
        }
    }
}
