import FoundationEssentials

/// A JSON document under construction, encoded by the library's encoder.
indirect enum JSONNode: Sendable, Equatable {
    case string(String)
    case int(Int)
    case bool(Bool)
    case list([JSONNode])
    case object([String: JSONNode])

    /// Keys in order, so that equal documents are equal bytes.
    var bytes: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Only non-finite numbers can fail to encode, and there are none.
        return (try? encoder.encode(self)).map { Array($0) } ?? []
    }
}

extension JSONNode: Encodable {
    func encode(to encoder: any Encoder) throws {
        switch self {
        case .string(let value): try value.encode(to: encoder)
        case .int(let value): try value.encode(to: encoder)
        case .bool(let value): try value.encode(to: encoder)
        case .list(let values): try values.encode(to: encoder)
        case .object(let values): try values.encode(to: encoder)
        }
    }
}

extension JSONNode: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    init(stringLiteral value: String) { self = .string(value) }
    init(integerLiteral value: Int) { self = .int(value) }
    init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension JSONNode: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    init(arrayLiteral elements: JSONNode...) { self = .list(elements) }
    init(dictionaryLiteral elements: (String, JSONNode)...) {
        self = .object(Dictionary(elements) { $1 })
    }
}
