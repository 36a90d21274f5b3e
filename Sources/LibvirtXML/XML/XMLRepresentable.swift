/// A value that is one element of a libvirt document. Its one table of fields serves both directions, so what is written
/// can be read, and the other way round.
///
/// Reading is lenient: elements and attributes that no field names are passed over, since libvirt adds new ones with
/// every release. Optional values that are nil are not written.
package protocol XMLRepresentable: Hashable, Sendable {
    init()
    static var fields: [XMLField<Self>] { get }
}

extension XMLRepresentable {
    /// A value changed in place from its defaults: `DomainDisk { $0.bus = .virtio }`.
    package init(_ configure: (inout Self) -> Void) {
        self.init()
        configure(&self)
    }

    package init(element: XMLElement) throws(XMLDecodingError) {
        self.init()
        for field in Self.fields { try field.read(element, &self) }
    }

    package func element(named name: String) -> XMLElement {
        var element = XMLElement(name)
        write(to: &element)
        return element
    }

    func write(to element: inout XMLElement) {
        for field in Self.fields { field.write(self, &element) }
    }
}
