/// What the pages of a guest's memory are to be.
package enum PageSize: Sendable, Hashable, Codable {
    case small
    case large
    case any
    case exactly(KiB: Int)

    /// `small`, `large`, `any`, a number of KiB, or one with a unit such as `2MB` and `1GiB`.
    init?(_ text: String) {
        switch text.lowercased() {
        case "small": self = .small
        case "large": self = .large
        case "any": self = .any
        default:
            guard let size = Self.kibibytes(text), size > 0 else { return nil }
            self = .exactly(KiB: size)
        }
    }

    private static func kibibytes(_ text: String) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits), number <= 1 << 40 else { return nil }
        switch text.dropFirst(digits.count).drop(while: { $0 == " " }).lowercased() {
        case "", "k", "kb", "kib": return number
        case "m", "mb", "mib": return number << 10
        case "g", "gb", "gib": return number << 20
        default: return nil
        }
    }
}
