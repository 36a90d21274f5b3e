import WireJSON

/// A small generator with a seed, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

enum RandomJSON {
    static func document(depth: Int, using random: inout SplitMix) -> JSONValue {
        switch Int.random(in: -1..<(depth > 0 ? 9 : 6), using: &random) {
        case -1: return .largeInteger("-\(UInt64.random(in: (1 << 63 + 1) ... .max, using: &random))")
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .int(Int64.random(in: .min ... .max, using: &random) >> Int64.random(in: 0..<64, using: &random))
        case 3: return .double(Double.random(in: -1e9...1e9, using: &random) + 0.5)
        case 4, 5: return .string(text(using: &random))
        case 6, 7:
            return .array(
                (0..<Int.random(in: 0..<5, using: &random)).map { _ in document(depth: depth - 1, using: &random) })
        default:
            var object = JSONObject()
            for _ in 0..<Int.random(in: 0..<24, using: &random) {
                object[text(using: &random)] = document(depth: depth - 1, using: &random)
            }
            return .object(object)
        }
    }

    static func text(using random: inout SplitMix) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0..<30, using: &random) {
            let value: UInt32 =
                switch Int.random(in: 0..<6, using: &random) {
                case 0: UInt32.random(in: 0..<0x20, using: &random)
                case 1: [0x22, 0x5C, 0x7F, 0x2F].randomElement(using: &random) ?? 0
                case 2: UInt32.random(in: 0x80..<0x3000, using: &random)
                case 3: UInt32.random(in: 0x1F300..<0x1F700, using: &random)
                default: UInt32.random(in: 0x20..<0x7F, using: &random)
                }
            if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
        }
        return text
    }
}
