import APISchema

/// What a known extra spec may hold.
enum ExtraSpecValue: Sendable {
    case text
    case boolean
    case integer(ClosedRange<Int>)
    case words([String])
    /// `0-3,^2`
    case processors
    /// `small`, `large`, `any` or a size with a unit.
    case pageSize
    /// `alias:count[,alias:count…]`
    case devices
    /// Names with commas between them.
    case names

    static let count = ExtraSpecValue.integer(1...Int.max)
    static let amount = ExtraSpecValue.integer(0...Int.max)
    static let any = ExtraSpecValue.integer(Int.min...Int.max)

    func accepts(_ text: String) -> Bool {
        switch self {
        case .text: true
        case .boolean: Self.booleans.contains(text.lowercased())
        case .integer(let range): Int(text).map(range.contains) ?? false
        case .words(let words): words.contains(text)
        case .processors: Self.isProcessorList(text)
        case .pageSize: Self.isPageSize(text)
        case .devices: Self.isDeviceList(text)
        case .names: text.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty }
        }
    }

    /// How messages name it.
    var wanted: String {
        switch self {
        case .text: "text"
        case .boolean: "a boolean"
        case .integer(let range) where range.lowerBound == .min: "an integer"
        case .integer(let range) where range.upperBound == .max: "an integer from \(range.lowerBound) on"
        case .integer(let range): "an integer from \(range.lowerBound) to \(range.upperBound)"
        case .words(let words): "one of \(words.joined(separator: ", "))"
        case .processors: "a list of processors such as 0-3,^2"
        case .pageSize: "small, large, any or a size"
        case .devices: "a list of alias:count"
        case .names: "a list of names"
        }
    }

    private static let booleans: Set = [
        "1", "t", "true", "on", "y", "yes", "0", "f", "false", "off", "n", "no",
    ]

    private static func isProcessorList(_ text: String) -> Bool {
        text.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { item in
            let range = item.hasPrefix("^") ? item.dropFirst() : item
            let ends = range.split(separator: "-", omittingEmptySubsequences: false)
            return (1...2).contains(ends.count) && ends.allSatisfy(isNumber)
        }
    }

    private static func isPageSize(_ text: String) -> Bool {
        if ["small", "large", "any"].contains(text) { return true }
        let digits = text.prefix { isNumber("\($0)") }
        return !digits.isEmpty && units.contains(String(text.dropFirst(digits.count)))
    }

    /// A prefix, maybe binary, and bits or bytes; each may be missing.
    private static let units: Set<String> = {
        let prefixes = ["", "k", "K", "M", "G", "T"].flatMap { $0.isEmpty ? [$0] : [$0, $0 + "i"] }
        return Set(prefixes.flatMap { prefix in ["", "b", "bit", "B"].map { prefix + $0 } })
    }()

    private static func isDeviceList(_ text: String) -> Bool {
        text.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { item in
            let parts = item.split(separator: ":", omittingEmptySubsequences: false)
            return parts.count == 2 && !parts[0].isEmpty && isNumber(parts[1])
        }
    }

    private static func isNumber(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
