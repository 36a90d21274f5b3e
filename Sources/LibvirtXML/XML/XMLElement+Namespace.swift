extension XMLElement {
    /// The same tree with the namespace's prefix on every element, declared at the top.
    func qualified(prefix: String, namespace: String) -> XMLElement {
        var element = prefixed(prefix + ":")
        element.attributes.insert(Attribute("xmlns:" + prefix, namespace), at: 0)
        return element
    }

    private func prefixed(_ prefix: String) -> XMLElement {
        let content = content.map { node -> Node in
            if case .element(let child) = node { .element(child.prefixed(prefix)) } else { node }
        }
        return XMLElement(prefix + name, attributes: attributes, content: content)
    }

    /// The same tree with local names, when this element is of the namespace, by whatever prefix it declares for it; nil
    /// otherwise. Children of other namespaces are left out. Only declarations on the element itself are seen: libxml2
    /// prints metadata that way.
    func unqualified(namespace: String) -> XMLElement? {
        let declaration = attributes.first {
            $0.value == namespace && ($0.name == "xmlns" || $0.name.hasPrefix("xmlns:"))
        }
        guard let declaration else { return nil }
        let prefix = declaration.name == "xmlns" ? "" : declaration.name.dropFirst("xmlns:".count) + ":"
        return unprefixed(prefix)
    }

    private func unprefixed(_ prefix: String) -> XMLElement? {
        guard name.hasPrefix(prefix), !name.dropFirst(prefix.count).contains(":") else { return nil }
        let content = content.compactMap { node -> Node? in
            if case .element(let child) = node { child.unprefixed(prefix).map(Node.element) } else { node }
        }
        let attributes = attributes.filter { !$0.name.hasPrefix("xmlns") }
        return XMLElement(String(name.dropFirst(prefix.count)), attributes: attributes, content: content)
    }
}
