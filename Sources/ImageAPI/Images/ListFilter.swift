import APISchema
import Compute
import WireJSON

/// Filters that take one value or, after `in:`, a list: `name=in:debian,"a, b"`.
enum ListFilter {
    static let texts = Field<[String]> { (value, _) throws(SchemaFailure) in
        let text = value.text ?? ""
        guard text.hasPrefix("in:") else { return [text] }
        return try split(text.dropFirst(3))
    }

    static func choices<Choice: RawRepresentable & CaseIterable & Sendable>() -> Field<[Choice]>
    where Choice.RawValue == String {
        Field<[Choice]> { (value, version) throws(SchemaFailure) in
            var choices: [Choice] = []
            for text in try texts.decode(value, version) {
                choices.append(try Field<Choice>.choice(of: Choice.self).decode(.string(text), version))
            }
            return choices
        }
    }

    /// Values between commas; quotes keep a comma inside a value.
    private static func split(_ text: Substring) throws(SchemaFailure) -> [String] {
        var values: [String] = []
        var value = ""
        var isQuoted = false
        for character in text {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                values.append(value)
                value = ""
            default: value.append(character)
            }
        }
        guard !isQuoted else { throw SchemaFailure("Its quotes don't match", value: String(text)) }
        return values + [value]
    }
}

/// `sort=name:asc,created_at`
enum ListSort {
    static let field = Field<[ImageQuery.Order]> { (value, _) throws(SchemaFailure) in
        var order: [ImageQuery.Order] = []
        for part in (value.text ?? "").split(separator: ",") {
            let sides = part.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map { String($0) }
            guard let key = ImageQuery.SortKey(rawValue: sides[0]) else {
                throw SchemaFailure("'\(sides[0])' is not a key to sort by")
            }
            guard let direction = SortDirection(rawValue: sides.count > 1 ? sides[1] : "desc") else {
                throw SchemaFailure("'\(sides[1])' is not a direction to sort in")
            }
            order.append(ImageQuery.Order(key: key, direction: direction))
        }
        return order
    }
}
