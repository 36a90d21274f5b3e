/// Why a body or a query is refused (400).
package struct SchemaFailure: Error, Sendable, Hashable {
    /// The name of the key; nil for the document itself.
    package var field: String?
    /// What was found, as short text; nil when it must not be shown or says nothing.
    package var value: String?
    package var reason: String

    package init(_ reason: String, field: String? = nil, value: String? = nil) {
        self.reason = reason
        self.field = field
        self.value = value
    }

    static let nul = SchemaFailure("It must not hold a NUL character")

    package enum Place: String, Sendable {
        case body = "field/attribute"
        case query = "query parameters"
    }

    package func message(in place: Place) -> String {
        guard let field else { return reason }
        let found = value.map { "Value: \($0). " } ?? ""
        return "Invalid input for \(place.rawValue) \(field). \(found)\(reason)"
    }

    func inside(_ name: String) -> SchemaFailure {
        field == nil ? SchemaFailure(reason, field: name, value: value) : self
    }

    var withoutValue: SchemaFailure { SchemaFailure(reason, field: field) }
}
