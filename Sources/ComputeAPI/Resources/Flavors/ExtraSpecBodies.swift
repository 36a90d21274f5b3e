import APISchema
import WireJSON

/// Extra specs as they were sent; they are kept as text.
struct ExtraSpecsBody: WireBody {
    var specs: [String: JSONValue] = [:]

    var texts: [String: String] {
        specs.compactMapValues { value in
            switch value {
            case .string(let text): text
            case .int(let number): String(number)
            case .largeInteger(let digits): digits
            case .double(let number): number.description
            case .null, .bool, .array, .object: nil
            }
        }
    }

    var document: JSONValue {
        var object = JSONObject()
        for (key, value) in specs.sorted(by: { $0.key < $1.key }) { object[key] = value }
        return .object(object)
    }

    /// `{"extra_specs": {…}}`
    static let create = Schema<Self>([
        .required("extra_specs", \.specs, fields(1...), .before(.extraSpecValidation)),
        .required("extra_specs", \.specs, checked(fields(1...)), .since(.extraSpecValidation)),
    ])

    /// One pair.
    static let update = Schema<Self>(field: fields(1...1).map { ExtraSpecsBody(specs: $0) })
    /// One pair that makes sense.
    static let checkedUpdate = Schema<Self>(field: checked(fields(1...1)).map { ExtraSpecsBody(specs: $0) })

    private static func fields(_ count: some RangeExpression<Int> & Sendable) -> Field<[String: JSONValue]> {
        .map(values: value, count: count)
    }

    private static let value = Field<JSONValue> { (value, version) throws(SchemaFailure) -> JSONValue in
        _ = try Field<String>.textOrNumber(0...255).decode(value, version)
        return value
    }

    /// Keys of the known namespaces must exist and hold what they are for.
    private static func checked(_ field: Field<[String: JSONValue]>) -> Field<[String: JSONValue]> {
        Field { (value, version) throws(SchemaFailure) -> [String: JSONValue] in
            let specs = try field.decode(value, version)
            for (key, text) in ExtraSpecsBody(specs: specs).texts.sorted(by: { $0.key < $1.key }) {
                if let reason = ExtraSpecRules.problem(with: text, for: key) {
                    throw SchemaFailure("Validation failed; \(reason)")
                }
            }
            return specs
        }
    }

    init() {}

    init(specs: [String: JSONValue]) {
        self.specs = specs
    }
}
