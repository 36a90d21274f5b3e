package import WireJSON

extension Field where Value == JSONValue {
    /// Anything, as it was sent.
    package static var any: Field<JSONValue> { Field { (value, _) throws(SchemaFailure) -> JSONValue in value } }
}

extension Field where Value == Void {
    /// Null alone.
    package static var null: Field<Void> {
        Field { (value, _) throws(SchemaFailure) in
            guard value.isNull else { throw value.wrongType("null") }
        }
    }
}

extension Field where Value == Int {
    /// An integer or a text of decimal digits, maybe with a minus.
    package static func integer(_ range: some RangeExpression<Int> & Sendable) -> Field<Int> {
        Field { (value, _) throws(SchemaFailure) -> Int in
            guard let int = looseInteger(value) else { throw value.wrongType("integer") }
            guard range.contains(int) else { throw value.outOfRange }
            return int
        }
    }

    /// An integer of JSON; no text.
    package static func strictInteger(_ range: some RangeExpression<Int> & Sendable) -> Field<Int> {
        Field { (value, version) throws(SchemaFailure) -> Int in
            guard value.typeName == "integer" else { throw value.wrongType("integer") }
            return try Field<Int>.integer(range).decode(value, version)
        }
    }

    private static func looseInteger(_ value: JSONValue) -> Int? {
        switch value {
        case .int(let int): return Int(int)
        // Whether it is too large the range says.
        case .largeInteger(let digits): return digits.hasPrefix("-") ? Int.min : Int.max
        case .string(let text):
            let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
            guard !digits.isEmpty, digits.utf8.allSatisfy(\.isASCIIDigit) else { return nil }
            return Int(text) ?? (text.hasPrefix("-") ? Int.min : Int.max)
        case .null, .bool, .double, .array, .object: return nil
        }
    }

    package static var positive: Field<Int> { integer(1...) }
    package static var nonNegative: Field<Int> { integer(0...) }
    /// `<volume_size>`
    package static var volumeSize: Field<Int> { flavorPositive }
    package static var flavorPositive: Field<Int> { integer(1...2_147_483_647) }
    package static var flavorNonNegative: Field<Int> { integer(0...2_147_483_647) }
}

extension Field where Value == Double {
    /// A number, or a text of digits with at most one point.
    package static func number(_ range: ClosedRange<Double>) -> Field<Double> {
        Field { (value, _) throws(SchemaFailure) -> Double in
            let number: Double? =
                switch value {
                case .int(let int): Double(int)
                case .largeInteger(let digits): Double(digits)
                case .double(let double): double
                case .string(let text): text.utf8.allSatisfy { $0.isASCIIDigit || $0 == 46 } ? Double(text) : nil
                case .null, .bool, .array, .object: nil
                }
            guard let number else { throw value.wrongType("number") }
            guard range.contains(number) else { throw value.outOfRange }
            return number
        }
    }
}

extension Field where Value == Bool {
    /// `<boolean>`: JSON's, or one of the usual words in one of three spellings.
    package static var boolean: Field<Bool> {
        Field { (value, _) throws(SchemaFailure) -> Bool in
            if case .bool(let bool) = value { return bool }
            if case .string(let text) = value, let bool = words[text] { return bool }
            throw SchemaFailure("It is not one of True, False and their spellings", value: value.shown)
        }
    }

    private static var words: [String: Bool] {
        [
            "True": true, "TRUE": true, "true": true, "1": true, "ON": true, "On": true, "on": true, "YES": true,
            "Yes": true, "yes": true, "False": false, "FALSE": false, "false": false, "0": false, "OFF": false,
            "Off": false, "off": false, "NO": false, "No": false, "no": false,
        ]
    }

    /// A query's boolean: the words of any case.
    package static var strictBoolean: Field<Bool> {
        Field { (value, _) throws(SchemaFailure) -> Bool in
            switch value.text?.lowercased() {
            case "1", "t", "true", "on", "y", "yes": return true
            case "0", "f", "false", "off", "n", "no": return false
            default: throw SchemaFailure("It is not a boolean", value: value.shown)
            }
        }
    }

    /// As `strictBoolean`; the key alone means true (`all_tenants`).
    package static var flag: Field<Bool> {
        Field { (value, version) throws(SchemaFailure) -> Bool in
            if value.text == "" { return true }
            return try Field<Bool>.strictBoolean.decode(value, version)
        }
    }

    /// As `strictBoolean`; what can't be read means false (`deleted`).
    package static var lenientBoolean: Field<Bool> {
        Field { (value, version) throws(SchemaFailure) -> Bool in
            (try? Field<Bool>.strictBoolean.decode(value, version)) ?? false
        }
    }

    /// JSON's true and false alone.
    package static var jsonBoolean: Field<Bool> {
        Field { (value, _) throws(SchemaFailure) -> Bool in
            guard case .bool(let bool) = value else { throw value.wrongType("boolean") }
            return bool
        }
    }
}
