/// A statement and what is bound to its `?` marks.
///
/// Its text can only be made of literals in the source: no input ever becomes SQL.
package struct SQLQuery: Sendable {
    package private(set) var text: String
    package private(set) var arguments: [SQLValue]
    /// Worth keeping prepared: one of a few texts that come again and again.
    package private(set) var isReusable: Bool

    /// A constant statement.
    init(_ text: StaticString, _ arguments: [SQLValue] = []) {
        self.text = text.description
        self.arguments = arguments
        isReusable = true
    }

    /// A statement that is put together from pieces.
    /// - Parameter reusable: whether it has only a few forms.
    init(composing text: StaticString, _ arguments: [SQLValue] = [], reusable: Bool = false) {
        self.init(text, arguments)
        isReusable = reusable
    }

    mutating func add(_ fragment: StaticString, _ arguments: SQLValue...) {
        text += fragment.description
        self.arguments += arguments
    }

    mutating func add(_ other: SQLQuery) {
        text += other.text
        arguments += other.arguments
    }

    /// `(?, ?, …)` with the values; nothing is in an empty list.
    mutating func addList(_ values: some Collection<SQLValue>) {
        text += "("
        for (index, value) in values.enumerated() {
            text += index == 0 ? "?" : ", ?"
            arguments.append(value)
        }
        text += values.isEmpty ? "NULL)" : ")"
    }

    /// Each of `items` as `add` writes it, with `separator` between them.
    mutating func addEach<Item>(
        _ items: [Item], separatedBy separator: StaticString, _ add: (inout SQLQuery, Item) -> Void
    ) {
        for (index, item) in items.enumerated() {
            if index > 0 { self.add(separator) }
            add(&self, item)
        }
    }
}
