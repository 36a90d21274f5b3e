/// Reads XML 1.0 text into an element tree.
///
/// Bounded on purpose (size, depth), and without document types, so there are no entities to expand and nothing outside
/// the text is ever read. White space between elements is dropped; the text of an element that holds no elements is
/// kept as it is.
struct XMLReader {
    /// A live domain document is about 10 KiB, capabilities of a large host some hundred.
    static let maximumBytes = 16 << 20
    static let maximumDepth = 256

    private var cursor: XMLCursor
    private var open: [XMLElement] = []
    private var root: XMLElement?

    static func element(from text: String) throws(XMLDecodingError) -> XMLElement {
        var reader = XMLReader(cursor: XMLCursor(Array(text.utf8)))
        return try reader.readDocument()
    }

    private init(cursor: XMLCursor) {
        self.cursor = cursor
    }

    private mutating func readDocument() throws(XMLDecodingError) -> XMLElement {
        guard cursor.bytes.count <= Self.maximumBytes else { throw cursor.problem(.tooLarge) }
        cursor.skip([0xEF, 0xBB, 0xBF])
        while !cursor.isAtEnd { try readNext() }
        guard open.isEmpty else { throw cursor.problem(.unexpectedEnd) }
        guard let root else { throw cursor.problem(.noRoot) }
        return root
    }

    private mutating func readNext() throws(XMLDecodingError) {
        guard cursor.skip("<") else { return try readText() }
        if cursor.skip("/") { return try readEndTag() }
        if cursor.skip("?") { return try cursor.skipPast("?>") }
        if cursor.skip("!--") { return try cursor.skipPast("-->") }
        if cursor.skip("![CDATA[") { return append(text: try cursor.takePast("]]>")) }
        if cursor.skip("!") { throw cursor.problem(.documentType) }
        try readStartTag()
    }

    private mutating func readText() throws(XMLDecodingError) {
        let text = try cursor.takeText(until: UInt8(ascii: "<"), isAttribute: false)
        if open.isEmpty {
            guard Self.isBlank(text) else { throw cursor.problem(.unexpectedCharacter) }
        } else {
            append(text: text)
        }
    }

    private mutating func append(text: String) {
        guard !open.isEmpty, !text.isEmpty else { return }
        let top = open.count - 1
        if case .text(let before) = open[top].content.last {
            open[top].content[open[top].content.count - 1] = .text(before + text)
        } else {
            open[top].content.append(.text(text))
        }
    }

    private mutating func readStartTag() throws(XMLDecodingError) {
        guard open.count < Self.maximumDepth else { throw cursor.problem(.tooDeep) }
        guard root == nil else { throw cursor.problem(.noRoot) }
        var element = XMLElement(try cursor.takeName())
        while true {
            let hadSpace = cursor.skipSpaces()
            if cursor.skip("/>") { return close(element) }
            if cursor.skip(">") { return open.append(element) }
            guard hadSpace else { throw cursor.problem(.unexpectedCharacter) }
            try readAttribute(of: &element)
        }
    }

    private mutating func readAttribute(of element: inout XMLElement) throws(XMLDecodingError) {
        let name = try cursor.takeName()
        guard element[attribute: name] == nil else { throw cursor.problem(.duplicateAttribute) }
        cursor.skipSpaces()
        guard cursor.skip("=") else { throw cursor.problem(.unexpectedCharacter) }
        cursor.skipSpaces()
        let quote = try cursor.takeQuote()
        let value = try cursor.takeText(until: quote, isAttribute: true)
        guard cursor.skip([quote]) else { throw cursor.problem(.unexpectedEnd) }
        element.attributes.append(.init(name, value))
    }

    private mutating func readEndTag() throws(XMLDecodingError) {
        let name = try cursor.takeName()
        cursor.skipSpaces()
        guard cursor.skip(">") else { throw cursor.problem(.unexpectedCharacter) }
        guard let element = open.popLast(), element.name == name else { throw cursor.problem(.mismatchedTag) }
        close(element)
    }

    private mutating func close(_ element: XMLElement) {
        let element = Self.withoutLayout(element)
        if open.isEmpty {
            root = element
        } else {
            open[open.count - 1].append(element)
        }
    }

    /// Beside elements, blank text is only layout.
    private static func withoutLayout(_ element: XMLElement) -> XMLElement {
        let holdsElements = element.content.contains { if case .element = $0 { true } else { false } }
        let holdsWords = element.content.contains { if case .text(let text) = $0 { !isBlank(text) } else { false } }
        guard holdsElements, !holdsWords else { return element }
        var element = element
        element.content.removeAll { if case .text = $0 { true } else { false } }
        return element
    }

    private static func isBlank(_ text: String) -> Bool {
        text.utf8.allSatisfy(XMLCursor.isSpace)
    }
}
