/// Writes an element tree as UTF-8 XML 1.0 text: indented where an element holds only elements, untouched where it holds text.
struct XMLSerializer {
    private var bytes: [UInt8] = []

    static func text(of element: XMLElement) throws(XMLEncodingError) -> String {
        var serializer = XMLSerializer()
        serializer.bytes.reserveCapacity(8192)
        try serializer.write(element, depth: 0, indented: true)
        return String(decoding: serializer.bytes, as: UTF8.self)
    }

    private mutating func write(_ element: XMLElement, depth: Int, indented: Bool) throws(XMLEncodingError) {
        if indented { indent(depth) }
        bytes.append(UInt8(ascii: "<"))
        try writeName(element.name)
        for attribute in element.attributes {
            bytes.append(UInt8(ascii: " "))
            try writeName(attribute.name)
            bytes.append(contentsOf: "=\"".utf8)
            try writeEscaped(attribute.value, place: attribute.name, inAttribute: true)
            bytes.append(UInt8(ascii: "\""))
        }
        if element.content.contains(where: Self.isWritten) {
            try writeContent(element, depth: depth, indented: indented)
        } else {
            bytes.append(contentsOf: "/>".utf8)
        }
        if indented { bytes.append(UInt8(ascii: "\n")) }
    }

    private mutating func writeContent(
        _ element: XMLElement, depth: Int, indented: Bool
    ) throws(XMLEncodingError) {
        // White space added beside text would become part of it.
        let indentsChildren = indented && element.content.allSatisfy { !Self.isText($0) }
        bytes.append(UInt8(ascii: ">"))
        if indentsChildren { bytes.append(UInt8(ascii: "\n")) }
        for node in element.content {
            switch node {
            case .element(let child): try write(child, depth: depth + 1, indented: indentsChildren)
            case .text(let text): try writeEscaped(text, place: element.name, inAttribute: false)
            }
        }
        if indentsChildren { indent(depth) }
        bytes.append(contentsOf: "</".utf8)
        bytes.append(contentsOf: element.name.utf8)
        bytes.append(UInt8(ascii: ">"))
    }

    private static func isText(_ node: XMLElement.Node) -> Bool {
        if case .text(let text) = node { !text.isEmpty } else { false }
    }

    private static func isWritten(_ node: XMLElement.Node) -> Bool {
        if case .text(let text) = node { !text.isEmpty } else { true }
    }

    private mutating func indent(_ depth: Int) {
        for _ in 0..<depth { bytes.append(contentsOf: "  ".utf8) }
    }

    private mutating func writeName(_ name: String) throws(XMLEncodingError) {
        var isFirst = true
        for byte in name.utf8 {
            guard isFirst ? XMLName.canStart(with: byte) : XMLName.canHold(byte) else { throw .illegalName }
            bytes.append(byte)
            isFirst = false
        }
        if isFirst { throw .illegalName }
    }

    /// Tab and newline are escaped in attributes, where a reader turns them into spaces; a carriage return everywhere,
    /// since a reader turns it into a newline.
    private mutating func writeEscaped(
        _ text: String, place: String, inAttribute: Bool
    ) throws(XMLEncodingError) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "\"") where inAttribute: bytes.append(contentsOf: "&quot;".utf8)
            case 0x09 where inAttribute: bytes.append(contentsOf: "&#9;".utf8)
            case 0x0A where inAttribute: bytes.append(contentsOf: "&#10;".utf8)
            case 0x0D: bytes.append(contentsOf: "&#13;".utf8)
            case 0x09, 0x0A, 0x20...: bytes.append(byte)
            default: throw .illegalCharacter(Unicode.Scalar(byte), place: place)
            }
            // U+FFFE and U+FFFF are EF BF BE and EF BF BF in UTF-8.
            if byte == 0xBE || byte == 0xBF, bytes.suffix(3).elementsEqual([0xEF, 0xBF, byte]) {
                throw .illegalCharacter(byte == 0xBE ? "\u{FFFE}" : "\u{FFFF}", place: place)
            }
        }
    }
}
