/// One line of a value's table: how one property is read from an element and written to it.
package struct XMLField<Value>: Sendable {
    package typealias Read = @Sendable (XMLElement, inout Value) throws(XMLDecodingError) -> Void
    package typealias Write = @Sendable (Value, inout XMLElement) -> Void
    package typealias Property<T> = any (WritableKeyPath<Value, T> & Sendable)

    let read: Read
    let write: Write

    package init(read: @escaping Read, write: @escaping Write) {
        self.read = read
        self.write = write
    }

    /// Written unless nil. An element's own text (`.`) that is empty counts as nil.
    static func value<T: XMLConvertible>(_ path: XMLPath, _ property: Property<T?>) -> Self {
        Self { element, value throws(XMLDecodingError) in
            guard let text = element.string(at: path), !(text.isEmpty && path.isOwnText) else { return }
            value[keyPath: property] = try Self.convert(text, at: path, in: element)
        } write: { value, element in
            guard let item = value[keyPath: property] else { return }
            element.set(item.xmlText, at: path)
        }
    }

    /// Always written; where it is missing while reading, the default stays.
    static func always<T: XMLConvertible>(_ path: XMLPath, _ property: Property<T>) -> Self {
        Self { element, value throws(XMLDecodingError) in
            guard let text = element.string(at: path) else { return }
            value[keyPath: property] = try Self.convert(text, at: path, in: element)
        } write: { value, element in
            element.set(value[keyPath: property].xmlText, at: path)
        }
    }

    /// Always written; throws ``XMLDecodingError/missing(path:in:)`` where it is missing while reading.
    static func required<T: XMLConvertible>(_ path: XMLPath, _ property: Property<T>) -> Self {
        Self { element, value throws(XMLDecodingError) in
            guard let text = element.string(at: path) else {
                throw .missing(path: path.description, in: element.name)
            }
            value[keyPath: property] = try Self.convert(text, at: path, in: element)
        } write: { value, element in
            element.set(value[keyPath: property].xmlText, at: path)
        }
    }

    /// Every element (or its attribute) at the path, in order.
    static func values<T: XMLConvertible>(_ path: XMLPath, _ property: Property<[T]>) -> Self {
        Self { element, value throws(XMLDecodingError) in
            for item in element.descendants(path) {
                guard let text = path.attribute.map({ item[attribute: $0] }) ?? item.text else { continue }
                value[keyPath: property].append(try Self.convert(text, at: path, in: element))
            }
        } write: { value, element in
            for item in value[keyPath: property] {
                var child = XMLElement(path.lastStep)
                child.set(item.xmlText, at: path.attributeOfLastStep)
                element.edit(path.parents) { $0.append(child) }
            }
        }
    }

    /// True when the element at the path is there.
    static func flag(_ path: XMLPath, _ property: Property<Bool>) -> Self {
        Self { element, value throws(XMLDecodingError) in
            if element.descendant(path.steps) != nil { value[keyPath: property] = true }
        } write: { value, element in
            if value[keyPath: property] { element.edit(path.steps[...]) { _ in } }
        }
    }

    static func yesNo(_ path: XMLPath, _ property: Property<Bool?>) -> Self {
        bool(path, property, yes: "yes", no: "no")
    }

    static func onOff(_ path: XMLPath, _ property: Property<Bool?>) -> Self {
        bool(path, property, yes: "on", no: "off")
    }

    private static func bool(
        _ path: XMLPath, _ property: Property<Bool?>, yes: String, no: String
    ) -> Self {
        Self { element, value throws(XMLDecodingError) in
            guard let text = element.string(at: path) else { return }
            switch text {
            case yes: value[keyPath: property] = true
            case no: value[keyPath: property] = false
            default:
                throw .invalidValue(path: path.description, in: element.name, wanted: "'\(yes)' or '\(no)'")
            }
        } write: { value, element in
            guard let item = value[keyPath: property] else { return }
            element.set(item ? yes : no, at: path)
        }
    }

    private static func convert<T: XMLConvertible>(
        _ text: String, at path: XMLPath, in element: XMLElement
    ) throws(XMLDecodingError) -> T {
        guard let value = T(xmlText: text) else {
            throw .invalidValue(path: path.description, in: element.name, wanted: T.xmlTypeName)
        }
        return value
    }
}
