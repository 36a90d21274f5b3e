import FoundationEssentials

/// Values that SQL never looks into, as JSON text with a stable order of keys.
enum JSONText {
    static func encode(_ value: some Encodable) throws(SQLError) -> String {
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        } catch {
            throw .failure("a \(type(of: value)) can't be written as JSON")
        }
    }

    static func decode<Value: Decodable>(_ text: String) throws(SQLError) -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
        } catch {
            throw .corrupt("a stored \(Value.self) can't be read")
        }
    }
}
