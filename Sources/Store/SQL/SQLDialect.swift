/// The few words on which the engines differ.
package struct SQLDialect: Sendable {
    /// The type and constraint of a 64-bit integer primary key.
    let integerKey: StaticString
    /// The infix operator "matches this regular expression, case-insensitive, unanchored".
    let matches: StaticString
    /// A checked `TextPattern` as that operator wants it.
    let pattern: @Sendable (String) throws -> String
    /// Around a column of microseconds since 1970: its text `2026-11-21 07:10:09`.
    let timeTextPrefix: StaticString
    let timeTextSuffix: StaticString

    package init(
        integerKey: StaticString, matches: StaticString, timeTextPrefix: StaticString, timeTextSuffix: StaticString,
        pattern: @escaping @Sendable (String) throws -> String = { $0 }
    ) {
        self.integerKey = integerKey
        self.matches = matches
        self.timeTextPrefix = timeTextPrefix
        self.timeTextSuffix = timeTextSuffix
        self.pattern = pattern
    }
}
