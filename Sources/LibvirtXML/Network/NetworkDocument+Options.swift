extension XMLField<NetworkDocument> {
    private static let dnsmasq = "http://libvirt.org/schemas/network/dnsmasq/1.0"

    static func dnsmasqOptions(_ property: Property<[String]>) -> Self {
        Self { element, value throws(XMLDecodingError) in
            // libvirt may declare the namespace on the document's root.
            let declaration = element.attributes.first { $0.name.hasPrefix("xmlns:") && $0.value == dnsmasq }
            let prefix = declaration.map { String($0.name.dropFirst("xmlns:".count)) } ?? "dnsmasq"
            guard let options = element.child(named: prefix + ":options") else { return }
            value[keyPath: property] = options.children(named: prefix + ":option").compactMap { $0[attribute: "value"] }
        } write: { value, element in
            guard !value[keyPath: property].isEmpty else { return }
            let options = value[keyPath: property].map { option in
                XMLElement.Node.element(XMLElement("option", attributes: [.init("value", option)]))
            }
            element.append(XMLElement("options", content: options).qualified(prefix: "dnsmasq", namespace: dnsmasq))
        }
    }
}

extension XMLField {
    /// The elements inside the one at the path, as they were written.
    static func elements(in path: XMLPath, _ property: Property<[XMLElement]>) -> Self {
        Self { element, value throws(XMLDecodingError) in
            value[keyPath: property] = element.descendant(path.steps)?.children ?? []
        } write: { value, element in
            guard !value[keyPath: property].isEmpty else { return }
            element.edit(path.steps[...]) { holder in
                for item in value[keyPath: property] { holder.append(item) }
            }
        }
    }
}
