/// One image below a disk's own, in the chain of qcow2 overlays.
package struct DiskBackingImage: XMLRepresentable {
    package var source = DiskSource.empty
    package var format: ImageFormat?
    /// Number in the running QEMU; only in live documents.
    package var index: Int?
    /// Whether libvirt leaves the file's owner as it is, instead of giving it to QEMU's user.
    package var keepsOwner = false

    package init() {}
    package init(_ source: DiskSource, format: ImageFormat) {
        self.source = source
        self.format = format
    }

    package static let fields: [XMLField<Self>] = [
        .diskSource(\.source), .value("@index", \.index), .value("format/@type", \.format),
        .keepsOwner(\.keepsOwner),
    ]
}

extension DiskBackingImage {
    /// The chain of a disk, mirror or image: nested elements in XML, closed by an empty one. Nil when none is told.
    static func chain(below element: XMLElement) throws(XMLDecodingError) -> [DiskBackingImage]? {
        guard var next = element.child(named: "backingStore") else { return nil }
        var chain: [DiskBackingImage] = []
        while next.child(named: "format") != nil || next.child(named: "source") != nil {
            chain.append(try DiskBackingImage(element: next))
            guard let below = next.child(named: "backingStore") else { break }
            next = below
        }
        return chain
    }

    static func write(_ chain: ArraySlice<DiskBackingImage>, to element: inout XMLElement) {
        var store = XMLElement("backingStore")
        if let image = chain.first {
            image.write(to: &store)
            write(chain.dropFirst(), to: &store)
        }
        element.append(store)
    }
}

extension XMLField {
    /// The label of the model `dac` in a source; libvirt knows others, which are not ours to set.
    static func keepsOwner(_ property: Property<Bool>) -> Self {
        Self { element, value throws(XMLDecodingError) in
            let labels = element.child(named: "source")?.children(named: "seclabel") ?? []
            value[keyPath: property] = labels.contains {
                $0[attribute: "model"] == "dac" && $0[attribute: "relabel"] == "no"
            }
        } write: { value, element in
            guard value[keyPath: property] else { return }
            var label = XMLElement("seclabel")
            label[attribute: "model"] = "dac"
            label[attribute: "relabel"] = "no"
            element.edit(["source"]) { $0.append(label) }
        }
    }

    static func backingChain(_ property: Property<[DiskBackingImage]?>) -> Self {
        Self { element, value throws(XMLDecodingError) in
            value[keyPath: property] = try DiskBackingImage.chain(below: element)
        } write: { value, element in
            guard let chain = value[keyPath: property] else { return }
            DiskBackingImage.write(chain[...], to: &element)
        }
    }
}
