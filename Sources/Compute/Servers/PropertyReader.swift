/// Reads typed values out of image properties or extra specs, with sentences that say which one is wrong.
struct PropertyReader: Sendable {
    private let kind: String
    let values: [String: String]

    static func image(_ values: [String: String]) -> Self { Self(kind: "Image property", values: values) }
    static func flavor(_ values: [String: String]) -> Self { Self(kind: "Flavor extra spec", values: values) }

    func label(_ key: String) -> String { "\(kind) \(key)" }

    /// As the API reads booleans, in any case.
    func boolean(_ key: String) throws(ComputeError) -> Bool? {
        guard let text = values[key] else { return nil }
        guard let value = Self.boolean(text) else { throw invalid(key, "true or false") }
        return value
    }

    static func boolean(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "yes", "on", "1", "t", "y": true
        case "false", "no", "off", "0", "f", "n": false
        default: nil
        }
    }

    func integer(_ key: String, _ range: ClosedRange<Int>) throws(ComputeError) -> Int? {
        guard let text = values[key] else { return nil }
        guard let value = Int(text), range.contains(value) else {
            throw invalid(key, "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    func word<Word: RawRepresentable<String> & CaseIterable>(
        _ key: String, _ type: Word.Type
    ) throws(ComputeError) -> Word? {
        guard let text = values[key] else { return nil }
        guard let word = Word(rawValue: text.lowercased()) else {
            throw invalid(key, "one of " + Word.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return word
    }

    func word(_ key: String, of words: [String]) throws(ComputeError) -> String? {
        guard let text = values[key]?.lowercased() else { return nil }
        guard words.contains(text) else { throw invalid(key, "one of " + words.joined(separator: ", ")) }
        return text
    }

    /// A name of the hypervisor's, such as a machine type.
    func name(_ key: String) throws(ComputeError) -> String? {
        guard let text = values[key], !text.isEmpty else { return nil }
        let isName = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard isName, text.utf8.count <= 64 else { throw invalid(key, "letters, digits, '-', '_' and '.'") }
        return text
    }

    func invalid(_ key: String, _ wanted: String) -> ComputeError {
        .invalid("\(label(key)): wanted \(wanted), found '\(values[key] ?? "")'.")
    }

    func unsupported(_ key: String) -> ComputeError {
        .invalid("\(label(key)): this cloud can't give servers what '\(values[key] ?? "")' asks for.")
    }

    /// The value that image and flavor agree on, or that one of them has.
    static func agreeing<Value: Equatable>(
        _ left: Value?, _ leftLabel: String, _ right: Value?, _ rightLabel: String
    ) throws(ComputeError) -> Value? {
        guard let left, let right else { return left ?? right }
        guard left == right else { throw .invalid("\(leftLabel) and \(rightLabel) contradict each other.") }
        return left
    }
}
