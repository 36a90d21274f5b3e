package import WireJSON

/// How one JSON value is checked and becomes a Swift value.
package struct Field<Value: Sendable>: Sendable {
    package typealias Decode = @Sendable (JSONValue, Microversion) throws(SchemaFailure) -> Value

    package let decode: Decode

    package init(_ decode: @escaping Decode) {
        self.decode = decode
    }

    package func map<Other>(_ transform: @escaping @Sendable (Value) -> Other) -> Field<Other> {
        let decode = decode
        return Field<Other> { (value, version) throws(SchemaFailure) -> Other in
            transform(try decode(value, version))
        }
    }

    /// Refuses with `reason` unless `isFine`.
    package func check(_ reason: String, _ isFine: @escaping @Sendable (Value) -> Bool) -> Field {
        let decode = decode
        return Field { (value, version) throws(SchemaFailure) -> Value in
            let result = try decode(value, version)
            guard isFine(result) else { throw SchemaFailure(reason, value: value.shown) }
            return result
        }
    }

    /// The same, but what was sent never shows up in a message.
    package var secret: Field {
        let decode = decode
        return Field { (value, version) throws(SchemaFailure) -> Value in
            do throws(SchemaFailure) { return try decode(value, version) } catch { throw error.withoutValue }
        }
    }

    /// Null becomes nil.
    package static func nullable<Wrapped>(_ field: Field<Wrapped>) -> Field<Wrapped?> where Value == Wrapped? {
        Field<Wrapped?> { (value, version) throws(SchemaFailure) -> Wrapped? in
            if value.isNull { return nil }
            return try field.decode(value, version)
        }
    }

    /// The first that accepts the value decides; when none does, the last one's reason is told.
    package static func first(of fields: [Field]) -> Field {
        Field { (value, version) throws(SchemaFailure) -> Value in
            var failure = SchemaFailure("No form of this value is allowed.", value: value.shown)
            for field in fields {
                do throws(SchemaFailure) { return try field.decode(value, version) } catch { failure = error }
            }
            throw failure
        }
    }
}

extension JSONValue {
    /// A scalar as messages show it, cut short; nil for lists and objects, which may hold secrets.
    package var shown: String? {
        switch self {
        case .null: "None"
        case .bool(let bool): bool ? "True" : "False"
        case .int(let int): String(int)
        case .double(let double): double.description
        case .string(let text), .largeInteger(let text):
            text.unicodeScalars.count > 128 ? String(text.prefix(128)) + "…" : text
        case .array, .object: nil
        }
    }

    var outOfRange: SchemaFailure { SchemaFailure("It is not in the allowed range", value: shown) }

    func wrongType(_ wanted: String) -> SchemaFailure {
        SchemaFailure("\(isNull ? "None" : "A value of type '\(typeName)'") is not of type '\(wanted)'", value: shown)
    }
}
