import WireJSON

extension Field where Value == String {
    /// Any text without a NUL character, at which the C libraries below would cut it.
    /// - Parameter length: in code points.
    package static func text(
        _ length: some RangeExpression<Int> & Sendable = 0..., _ format: TextFormat? = nil
    ) -> Field<String> {
        Field { (value, _) throws(SchemaFailure) -> String in
            guard case .string(let text) = value else { throw value.wrongType("string") }
            guard length.contains(text.unicodeScalars.count) else {
                throw SchemaFailure(text.isEmpty ? "It is too short" : "Its length is not allowed", value: value.shown)
            }
            guard !text.utf8.contains(0) else { throw .nul }
            if let format, !format.accepts(text) { throw SchemaFailure(format.reason, value: value.shown) }
            return text
        }
    }

    package static func text(_ format: TextFormat) -> Field<String> { text(0..., format) }

    /// Numbers are taken too, and become text.
    package static func textOrNumber(_ length: ClosedRange<Int>) -> Field<String> {
        Field { (value, version) throws(SchemaFailure) -> String in
            switch value {
            case .int(let int): String(int)
            case .double(let double): double.description
            case .largeInteger(let digits): try Field<String>.text(length).decode(.string(digits), version)
            case .null, .bool, .string, .array, .object: try Field<String>.text(length).decode(value, version)
            }
        }
    }

    package static var uuid: Field<String> { text(.uuid) }
    package static var ipv4: Field<String> { text(.ipv4) }
    package static var ipv6: Field<String> { text(.ipv6).map(IPv6Text.canonical) }
    package static var ipAddress: Field<String> { text(.ipAddress) }
    package static var cidr: Field<String> { text(.cidr) }
    package static var mac: Field<String> { text(.mac) }
    package static var uri: Field<String> { text(.uri) }
    package static var regex: Field<String> { text(.regex) }
    package static var dateTime: Field<String> { text(.dateTime) }
    /// Never echoed: it is how user data and files are sent.
    package static var base64: Field<String> { base64(0...Int.max) }
    package static func base64(_ length: ClosedRange<Int>) -> Field<String> { text(length, .base64).secret }

    package static var hostname: Field<String> { text(2...63, .hostname) }
    package static var fqdn: Field<String> { text(1...255, .fqdn) }
    package static var projectID: Field<String> { text(1...255, .characters(also: "-")) }
    package static var userID: Field<String> { projectID }
    package static var diskConfig: Field<String> { choice("AUTO", "MANUAL") }

    /// `<image_id_or_empty_string>`
    package static var uuidOrEmpty: Field<String> {
        text(TextFormat("It is not a 'uuid' nor empty") { $0.isEmpty || TextFormat.uuid.accepts($0) })
    }

    package static var tag: Field<String> {
        text(1...60, TextFormat("It must not hold ',' or '/'") { !$0.contains(",") && !$0.contains("/") })
    }

    package static func printable(_ length: ClosedRange<Int>) -> Field<String> {
        text(length, TextFormat("It must hold printable characters only") { $0.isPrintable })
    }

    package static func choice(_ choices: String...) -> Field<String> {
        text(
            TextFormat("It is not one of \(choices.map { "'\($0)'" }.joined(separator: ", "))") { choices.contains($0) }
        )
    }
}

extension Field where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of an enum's raw values.
    package static func choice(of type: Value.Type) -> Field<Value> { choice(among: Array(Value.allCases)) }

    /// One of some raw values.
    package static func choice(among choices: [Value]) -> Field<Value> {
        let names = choices.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        let choices = choices.map(\.rawValue)
        return Field { (value, _) throws(SchemaFailure) -> Value in
            guard case .string(let text) = value, choices.contains(text), let choice = Value(rawValue: text) else {
                throw SchemaFailure("It is not one of \(names)", value: value.shown)
            }
            return choice
        }
    }
}

extension Field where Value == Int64 {
    /// A date-time as microseconds since 1970.
    package static var instant: Field<Int64> {
        Field { (value, _) throws(SchemaFailure) -> Int64 in
            guard case .string(let text) = value, let instant = CalendarTime.parse(text) else {
                throw SchemaFailure("It is not a 'date-time'", value: value.shown)
            }
            return instant
        }
    }
}
