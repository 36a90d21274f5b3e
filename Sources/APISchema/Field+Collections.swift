import WireJSON

extension Field {
    /// - Parameter unique: no two items may be equal.
    package static func list<Item: Hashable>(
        of item: Field<Item>, min: Int = 0, max: Int = .max, unique: Bool = false
    ) -> Field<[Item]> where Value == [Item] {
        plainList(of: item, min: min, max: max).check("It has non-unique elements") { items in
            !unique || Set(items).count == items.count
        }
    }

    package static func list<Item>(
        of item: Field<Item>, min: Int = 0, max: Int = .max
    ) -> Field<[Item]> where Value == [Item] {
        plainList(of: item, min: min, max: max)
    }

    private static func plainList<Item>(
        of item: Field<Item>, min: Int, max: Int
    ) -> Field<[Item]> where Value == [Item] {
        Field<[Item]> { (value, version) throws(SchemaFailure) -> [Item] in
            guard case .array(let values) = value else { throw value.wrongType("array") }
            guard values.count >= min else { throw SchemaFailure("It has fewer than \(min) items") }
            guard values.count <= max else { throw SchemaFailure("It has more than \(max) items") }
            var items: [Item] = []
            items.reserveCapacity(values.count)
            for value in values { items.append(try item.decode(value, version)) }
            return items
        }
    }

    /// An object with keys of its own, described by a schema whose outer key is not looked at.
    package static func object(_ schema: Schema<Value>) -> Field<Value> where Value: WireBody {
        Field { (value, version) throws(SchemaFailure) -> Value in try schema.decode(inner: value, version) }
    }

    /// An object whose keys are data. Keys that don't fit are refused at every version, legacy v2 included.
    package static func map<Item>(
        keys: TextFormat = .metadataKey, keyLength: ClosedRange<Int> = 1...255, values: Field<Item>,
        count: some RangeExpression<Int> & Sendable = 0...
    ) -> Field<[String: Item]> where Value == [String: Item] {
        Field<[String: Item]> { (value, version) throws(SchemaFailure) -> [String: Item] in
            guard case .object(let object) = value else { throw value.wrongType("object") }
            guard count.contains(object.count) else { throw SchemaFailure("Its number of keys is not allowed") }
            var items: [String: Item] = [:]
            for member in object.members {
                guard keyLength.contains(member.key.unicodeScalars.count), keys.accepts(member.key) else {
                    throw SchemaFailure("Additional properties are not allowed ('\(member.key)' was unexpected)")
                }
                do throws(SchemaFailure) {
                    items[member.key] = try values.decode(member.value, version)
                } catch {
                    throw error.inside(member.key)
                }
            }
            return items
        }
    }
}

extension Field where Value == [String: String] {
    /// `<metadata>`
    package static var metadata: Field<[String: String]> { map(values: .text(0...255)) }
    /// `<meta>`: exactly one pair.
    package static var meta: Field<[String: String]> { map(values: .text(0...255), count: 1...1) }
}

extension Field where Value == [String: String?] {
    /// `<metadata_with_null>`
    package static var metadataWithNull: Field<[String: String?]> { map(values: .nullable(.text(0...255))) }
}

extension Field where Value == [String]? {
    /// `<trusted_certs>`
    package static var trustedCertificates: Field<[String]?> {
        nullable(.list(of: .text(1...Int.max), min: 1, max: 50, unique: true))
    }
}
