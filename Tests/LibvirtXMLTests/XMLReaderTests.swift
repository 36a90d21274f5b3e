import LibvirtXML
import Testing

@Suite struct XMLReaderTests {
    @Test func `entities, character references, CDATA and comments are read`() throws {
        let element = try XMLElement(
            xml: "<?xml version='1.0'?><!-- a --><a b='&lt;&#x1F600;&#10;'>x&amp;<![CDATA[<&]]>y<!-- c -->z</a>\n")
        #expect(element[attribute: "b"] == "<😀\n")
        #expect(element.text == "x&<&yz")
    }

    @Test func `line ends become newlines, and blanks in attributes spaces`() throws {
        let element = try XMLElement(xml: "<a b='1\r\n2\t3'>4\r\n5\r6</a>")
        #expect(element[attribute: "b"] == "1 2 3")
        #expect(element.text == "4\n5\n6")
    }

    @Test func `layout between elements is dropped and blank text of a leaf kept`() throws {
        let element = try XMLElement(xml: "<a>\n  <b>  </b>\n</a>")
        #expect(element.content == [.element(XMLElement("b", content: [.text("  ")]))])
    }

    @Test func `text beside elements keeps its place`() throws {
        let element = try XMLElement(xml: "<a>one <b/> two</a>")
        #expect(element.content == [.text("one "), .element(XMLElement("b")), .text(" two")])
        #expect(try element.xml() == "<a>one <b/> two</a>\n")
    }

    @Test(arguments: [
        ("", XMLSyntaxProblem.noRoot), ("text", .unexpectedCharacter), ("<a>", .unexpectedEnd),
        ("<a></b>", .mismatchedTag),
        ("</a>", .mismatchedTag), ("<a/><b/>", .noRoot), ("<a b='1' b='2'/>", .duplicateAttribute),
        ("<a b=1/>", .unexpectedCharacter), ("<a b='<'/>", .unexpectedCharacter),
        ("<a b='1'c='2'/>", .unexpectedCharacter),
        ("<a>&who;</a>", .unknownEntity), ("<a>&#0;</a>", .illegalCharacter), ("<a>&#xD800;</a>", .unknownEntity),
        ("<a>&amp", .unknownEntity), ("<a>\u{1}</a>", .illegalCharacter), ("<!DOCTYPE a []><a/>", .documentType),
        ("<a", .unexpectedCharacter), ("<a b='", .unexpectedEnd), ("<a><![CDATA[", .unexpectedEnd),
        ("<1/>", .unexpectedCharacter),
        ("<!-- ", .unexpectedEnd),
    ])
    func `a broken text is refused with what is wrong`(text: String, problem: XMLSyntaxProblem) {
        #expect(throws: XMLDecodingError.malformed(problem, line: 1)) { try XMLElement(xml: text) }
    }

    @Test func `the line of a problem is told`() {
        #expect(throws: XMLDecodingError.malformed(.mismatchedTag, line: 3)) { try XMLElement(xml: "<a>\n<b>\n</a>") }
    }

    @Test func `nesting without end is refused`() {
        let text = String(repeating: "<a>", count: 100_000)
        #expect(throws: XMLDecodingError.malformed(.tooDeep, line: 1)) { try XMLElement(xml: text) }
    }

    @Test func `a name that XML does not allow is refused when writing`() {
        #expect(throws: XMLEncodingError.illegalName) { try XMLElement("a b").xml() }
        #expect(throws: XMLEncodingError.illegalName) { try XMLElement("").xml() }
        #expect(throws: XMLEncodingError.illegalName) { try XMLElement("a", attributes: [.init("x=", "1")]).xml() }
    }
}
