extension XMLField {
    /// An element of its own, written unless nil.
    static func child<T: XMLRepresentable>(_ path: XMLPath, _ property: Property<T?>) -> Self {
        Self { element, value throws(XMLDecodingError) in
            guard let child = element.descendant(path.steps) else { return }
            value[keyPath: property] = try T(element: child)
        } write: { value, element in
            guard let item = value[keyPath: property] else { return }
            element.edit(path.steps[...]) { item.write(to: &$0) }
        }
    }

    /// A value whose parts live in an element that is written only when it holds something. An empty path: the parts live
    /// in this very element.
    static func part<T: XMLRepresentable>(_ path: XMLPath, _ property: Property<T>) -> Self {
        Self { element, value throws(XMLDecodingError) in
            guard let child = element.descendant(path.steps) else { return }
            value[keyPath: property] = try T(element: child)
        } write: { value, element in
            guard value[keyPath: property] != T() else { return }
            element.edit(path.steps[...]) { value[keyPath: property].write(to: &$0) }
        }
    }

    /// Every element at the path, in order.
    static func children<T: XMLRepresentable>(_ path: XMLPath, _ property: Property<[T]>) -> Self {
        Self { element, value throws(XMLDecodingError) in
            for child in element.descendants(path) {
                value[keyPath: property].append(try T(element: child))
            }
        } write: { value, element in
            guard !value[keyPath: property].isEmpty else { return }
            element.edit(path.parents) { parent in
                for item in value[keyPath: property] { parent.append(item.element(named: path.lastStep)) }
            }
        }
    }

    /// An amount of memory in KiB, with its unit beside it; a missing unit means KiB.
    static func kibibytes(_ path: XMLPath, _ property: Property<UInt64?>) -> Self {
        amount(path, property, writtenUnit: "KiB", bytesPerUnit: 1024)
    }

    /// An amount of storage in bytes, with its unit beside it; a missing unit means bytes.
    static func bytes(_ path: XMLPath, _ property: Property<UInt64?>) -> Self {
        amount(path, property, writtenUnit: "bytes", bytesPerUnit: 1)
    }

    /// The unit is the attribute `unit` of the element that holds the amount.
    private static func amount(
        _ path: XMLPath, _ property: Property<UInt64?>, writtenUnit: String, bytesPerUnit: UInt64
    ) -> Self {
        Self { element, value throws(XMLDecodingError) in
            guard let holder = element.descendant(path.steps), let text = element.string(at: path) else { return }
            let unit = holder[attribute: "unit"] ?? writtenUnit
            guard let bytes = UInt64(xmlText: text).flatMap({ XMLUnit.bytes($0, unit: unit) }) else {
                throw .invalidValue(path: path.description, in: element.name, wanted: "an amount with its unit")
            }
            // libvirt rounds up too.
            value[keyPath: property] = bytes / bytesPerUnit + (bytes % bytesPerUnit == 0 ? 0 : 1)
        } write: { value, element in
            guard let amount = value[keyPath: property] else { return }
            element.edit(path.steps[...]) { holder in
                holder.set(String(amount), at: path.attributeOfLastStep)
                holder[attribute: "unit"] = writtenUnit
            }
        }
    }
}

extension XMLElement {
    /// Every element a path's last step names, below the first elements of the steps before.
    func descendants(_ path: XMLPath) -> [XMLElement] {
        descendant(path.parents)?.children(named: path.lastStep) ?? []
    }
}
