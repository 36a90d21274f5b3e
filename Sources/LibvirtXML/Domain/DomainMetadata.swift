/// The metadata block: the field's block about the server, and whatever others keep there, untouched.
package struct DomainMetadata: Hashable, Sendable {
    package var instance: InstanceMetadata?
    /// Elements of other namespaces, as they were written.
    package var others: [XMLElement] = []

    package init(instance: InstanceMetadata? = nil, others: [XMLElement] = []) {
        self.instance = instance
        self.others = others
    }
}

extension DomainMetadata {
    init(element: XMLElement) throws(XMLDecodingError) {
        for child in element.children {
            if instance == nil, let local = child.unqualified(namespace: InstanceMetadata.namespace) {
                instance = try InstanceMetadata(element: local)
            } else {
                others.append(child)
            }
        }
    }

    func write(to element: inout XMLElement) {
        if let instance { element.append(instance.element) }
        for other in others { element.append(other) }
    }
}

extension XMLField {
    static func metadata(_ path: XMLPath, _ property: Property<DomainMetadata>) -> Self {
        Self { element, value throws(XMLDecodingError) in
            guard let child = element.descendant(path.steps) else { return }
            value[keyPath: property] = try DomainMetadata(element: child)
        } write: { value, element in
            guard value[keyPath: property] != DomainMetadata() else { return }
            element.edit(path.steps[...]) { value[keyPath: property].write(to: &$0) }
        }
    }
}
