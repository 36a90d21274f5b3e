/// One element of an XML document: the tree that every document of this module becomes on its way to text, and back.
///
/// Why a tree of our own and not XMLCoder: it writes tabs, newlines and carriage returns in attributes as they are, so
/// that readers turn them into spaces, lets control characters and U+FFFE through, which libvirt then refuses, loses the
/// order of mixed elements (filter rules) when it reads, and takes more than a millisecond for a middling document.
/// Names are kept as they are written, prefix included.
package struct XMLElement: Hashable, Sendable {
    package struct Attribute: Hashable, Sendable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package enum Node: Hashable, Sendable {
        case element(XMLElement)
        case text(String)
    }

    package var name: String
    package var attributes: [Attribute]
    package var content: [Node]

    package init(_ name: String, attributes: [Attribute] = [], content: [Node] = []) {
        self.name = name
        self.attributes = attributes
        self.content = content
    }
}

extension XMLElement {
    /// The child elements, in document order.
    package var children: [XMLElement] {
        content.compactMap { node in
            if case .element(let element) = node { element } else { nil }
        }
    }

    /// All text directly inside the element. Setting it replaces the text and keeps the child elements.
    package var text: String {
        get {
            content.reduce(into: "") { text, node in
                if case .text(let part) = node { text += part }
            }
        }
        set {
            content.removeAll { if case .text = $0 { true } else { false } }
            if !newValue.isEmpty { content.insert(.text(newValue), at: 0) }
        }
    }

    package subscript(attribute name: String) -> String? {
        get { attributes.first { $0.name == name }?.value }
        set {
            let index = attributes.firstIndex { $0.name == name }
            switch (index, newValue) {
            case (let index?, let value?): attributes[index].value = value
            case (let index?, nil): attributes.remove(at: index)
            case (nil, let value?): attributes.append(Attribute(name, value))
            case (nil, nil): break
            }
        }
    }

    package func children(named name: String) -> [XMLElement] {
        content.compactMap { node in
            if case .element(let element) = node, element.name == name { element } else { nil }
        }
    }

    package func child(named name: String) -> XMLElement? {
        for case .element(let element) in content where element.name == name { return element }
        return nil
    }

    package mutating func append(_ child: XMLElement) {
        content.append(.element(child))
    }
}
