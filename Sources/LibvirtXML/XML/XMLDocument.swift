/// A value that is a text of its own: a whole document, or a fragment that a libvirt call takes by itself (a device, a
/// DHCP host).
package protocol XMLDocument: XMLRepresentable {
    static var rootName: String { get }
}

extension XMLDocument {
    package init(xml text: String) throws(XMLDecodingError) {
        let root = try XMLReader.element(from: text)
        guard root.name == Self.rootName else {
            throw .unexpectedRoot(wanted: Self.rootName, found: root.name)
        }
        try self.init(element: root)
    }

    package var element: XMLElement { element(named: Self.rootName) }

    /// The document as libvirt takes it: UTF-8, no XML declaration. Throws when a text in it holds a character that XML
    /// can't carry (see ``XMLScalars``).
    package func xml() throws(XMLEncodingError) -> String {
        try element.xml()
    }
}

extension XMLElement {
    package init(xml text: String) throws(XMLDecodingError) {
        self = try XMLReader.element(from: text)
    }

    package func xml() throws(XMLEncodingError) -> String {
        try XMLSerializer.text(of: self)
    }
}
