/// A position in the bytes of an XML text, and the lexical pieces that can be taken there.
struct XMLCursor {
    let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { index >= bytes.count }

    func problem(_ problem: XMLSyntaxProblem) -> XMLDecodingError {
        let line = bytes[..<min(index, bytes.count)].reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
        return .malformed(problem, line: line)
    }

    static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    @discardableResult
    mutating func skip(_ token: StaticString) -> Bool {
        token.withUTF8Buffer { skip($0) }
    }

    @discardableResult
    mutating func skip(_ token: some Collection<UInt8>) -> Bool {
        guard bytes[index...].starts(with: token) else { return false }
        index += token.count
        return true
    }

    @discardableResult
    mutating func skipSpaces() -> Bool {
        let start = index
        while index < bytes.count, Self.isSpace(bytes[index]) { index += 1 }
        return index > start
    }

    mutating func skipPast(_ token: StaticString) throws(XMLDecodingError) {
        _ = try takePast(token)
    }

    /// Everything up to the token, which is passed over too; no entities inside.
    mutating func takePast(_ token: StaticString) throws(XMLDecodingError) -> String {
        var taken: [UInt8] = []
        while !skip(token) {
            guard !isAtEnd else { throw problem(.unexpectedEnd) }
            taken.append(try takeCharacterByte(isAttribute: false))
        }
        return String(decoding: taken, as: UTF8.self)
    }

    mutating func takeName() throws(XMLDecodingError) -> String {
        let start = index
        guard index < bytes.count, XMLName.canStart(with: bytes[index]) else { throw problem(.unexpectedCharacter) }
        while index < bytes.count, XMLName.canHold(bytes[index]) { index += 1 }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    mutating func takeQuote() throws(XMLDecodingError) -> UInt8 {
        guard !isAtEnd else { throw problem(.unexpectedEnd) }
        let quote = bytes[index]
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { throw problem(.unexpectedCharacter) }
        index += 1
        return quote
    }

    /// Text up to a byte that stays where it is, entities resolved and line ends as XML wants them.
    mutating func takeText(until end: UInt8, isAttribute: Bool) throws(XMLDecodingError) -> String {
        var taken: [UInt8] = []
        while index < bytes.count, bytes[index] != end {
            if bytes[index] == UInt8(ascii: "&") {
                index += 1
                try taken.append(contentsOf: takeReference())
            } else if isAttribute, bytes[index] == UInt8(ascii: "<") {
                throw problem(.unexpectedCharacter)
            } else {
                taken.append(try takeCharacterByte(isAttribute: isAttribute))
            }
        }
        return String(decoding: taken, as: UTF8.self)
    }

    private mutating func takeCharacterByte(isAttribute: Bool) throws(XMLDecodingError) -> UInt8 {
        let byte = bytes[index]
        guard byte >= 0x20 || Self.isSpace(byte) else { throw problem(.illegalCharacter) }
        index += 1
        if byte == 0x0D, index < bytes.count, bytes[index] == 0x0A { index += 1 }
        if Self.isSpace(byte), isAttribute { return 0x20 }
        return byte == 0x0D ? 0x0A : byte
    }

    private mutating func takeReference() throws(XMLDecodingError) -> [UInt8] {
        let start = index
        while index < bytes.count, bytes[index] != UInt8(ascii: ";"), index - start < 12 { index += 1 }
        guard index < bytes.count, bytes[index] == UInt8(ascii: ";") else { throw problem(.unknownEntity) }
        let name = String(decoding: bytes[start..<index], as: UTF8.self)
        index += 1
        guard let scalar = Self.scalar(named: name) else { throw problem(.unknownEntity) }
        guard XMLScalars.isAllowed(scalar) else { throw problem(.illegalCharacter) }
        return Array(String(Character(scalar)).utf8)
    }

    private static func scalar(named name: String) -> Unicode.Scalar? {
        switch name {
        case "amp": "&"
        case "lt": "<"
        case "gt": ">"
        case "quot": "\""
        case "apos": "'"
        case _ where name.hasPrefix("#x"): UInt32(name.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init)
        case _ where name.hasPrefix("#"): UInt32(name.dropFirst(), radix: 10).flatMap(Unicode.Scalar.init)
        default: nil
        }
    }
}
