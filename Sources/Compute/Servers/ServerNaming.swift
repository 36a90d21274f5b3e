/// Names that are derived (conventions.md, section 14).
package enum ServerNaming {
    /// A host name made of a display name, for guests whose creator gave none.
    package static func hostname(from name: String, id: ServerID) -> String {
        let latin = name.unicodeScalars.filter { $0.value <= 0xFF }.prefix(63)
        var text = String.UnicodeScalarView()
        for scalar in latin {
            switch scalar {
            case " ", "_", ".": text.append("-")
            case "-": text.append(scalar)
            case _ where isWord(scalar): text.append(scalar)
            default: continue
            }
        }
        let lowered = String(text).lowercased()
        let trimmed = lowered.drop { $0 == "." || $0 == "-" }
        guard let last = trimmed.lastIndex(where: { $0 != "." && $0 != "-" }) else { return "Server-\(id)" }
        return String(trimmed[...last])
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }

    /// `r-` and eight lower-case letters or digits.
    package static func reservationID(randomBytes: (Int) -> [UInt8]) -> String {
        "r-" + pick(8, from: Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8), randomBytes)
    }

    /// Twelve characters without look-alikes, at least one of each group.
    package static func password(randomBytes: (Int) -> [UInt8]) -> String {
        let groups = ["23456789", "ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnopqrstuvwxyz"].map { Array($0.utf8) }
        var characters = groups.flatMap { Array(pick(1, from: $0, randomBytes).utf8) }
        characters += Array(pick(9, from: groups.flatMap { $0 }, randomBytes).utf8)
        for index in characters.indices.reversed().dropLast() {
            characters.swapAt(index, Int(uniform(index + 1, randomBytes)))
        }
        return String(decoding: characters, as: UTF8.self)
    }

    private static func pick(_ count: Int, from alphabet: [UInt8], _ randomBytes: (Int) -> [UInt8]) -> String {
        let bytes = (0..<count).map { _ in alphabet[Int(uniform(alphabet.count, randomBytes))] }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Without modulo bias: values past the last whole multiple are drawn again.
    private static func uniform(_ bound: Int, _ randomBytes: (Int) -> [UInt8]) -> UInt8 {
        let limit = 256 - 256 % bound
        while true {
            if let byte = randomBytes(1).first, Int(byte) < limit { return UInt8(Int(byte) % bound) }
        }
    }
}
