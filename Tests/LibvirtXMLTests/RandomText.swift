/// Texts out of every part of Unicode that XML can carry, the same ones in each run.
struct RandomText {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// What tends to break writers and readers of XML.
    static let hardPieces = [
        "]]>", "<![CDATA[", "&#10;", "&amp;", "&", "<", ">", "\"", "'", "<!--", "-->", "<?xml?>", " ", "  ", "\t", "\n",
        "\r", "\r\n", "\u{85}", "\u{2028}", "\u{FEFF}", "\u{FFFD}", "שלום", "\u{202E}", "مرحبا", "👩‍👩‍👧‍👦", "🇩🇪", "e\u{301}",
        "\u{301}", "é", "\u{7F}", "\u{10FFFF}", "\u{1FFFE}", "\u{200D}",
    ]

    private mutating func next(below bound: UInt64) -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state % bound
    }

    mutating func text() -> String {
        (0..<next(below: 12)).reduce(into: "") { text, _ in text += piece() }
    }

    private mutating func piece() -> String {
        if next(below: 2) == 0 { return Self.hardPieces[Int(next(below: UInt64(Self.hardPieces.count)))] }
        let limits: [UInt64] = [0x80, 0x800, 0x10000, 0x110000]
        let value = UInt32(next(below: limits[Int(next(below: 4))]))
        guard let scalar = Unicode.Scalar(value), Self.isCarried(scalar) else { return "x" }
        return String(Character(scalar))
    }

    /// From the XML 1.0 grammar's `Char`.
    private static func isCarried(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }
}

/// Equal down to the scalar: Swift's `==` takes composed and decomposed letters for one.
func isSame(_ one: String, _ other: String) -> Bool {
    one.unicodeScalars.elementsEqual(other.unicodeScalars)
}
