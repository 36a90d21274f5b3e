extension JSONWriter {
    // Nil is null in every one of these.

    package mutating func string(_ value: String?) {
        if let value { string(value as String) } else { null() }
    }

    package mutating func int(_ value: Int?) {
        if let value { int(Int64(value)) } else { null() }
    }

    package mutating func int(_ value: Int64?) {
        if let value { int(value as Int64) } else { null() }
    }

    package mutating func bool(_ value: Bool?) {
        if let value { bool(value as Bool) } else { null() }
    }

    package mutating func double(_ value: Double?) {
        if let value { double(value as Double) } else { null() }
    }

    package mutating func strings(_ values: some Sequence<String>) {
        array { writer in
            for value in values { writer.string(value as String) }
        }
    }

    package mutating func stringMap(_ values: [String: String]) {
        object { writer in
            for (key, value) in values.sorted(by: { $0.key < $1.key }) {
                writer.key(escaping: key)
                writer.string(value as String)
            }
        }
    }

    package mutating func time(_ value: (some WireTime)?) {
        if let value { time(microseconds: value.microseconds) } else { null() }
    }

    package mutating func microtime(_ value: (some WireTime)?) {
        if let value { microtime(microseconds: value.microseconds) } else { null() }
    }

    package mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let bool): self.bool(bool as Bool)
        case .int(let int): self.int(int as Int64)
        case .largeInteger(let digits): raw(Array(digits.utf8))
        case .double(let double): self.double(double as Double)
        case .string(let text): string(text as String)
        case .array(let items):
            beginArray()
            for item in items { self.value(item) }
            endArray()
        case .object(let object):
            beginObject()
            for member in object.members {
                key(escaping: member.key)
                self.value(member.value)
            }
            endObject()
        }
    }
}

extension JSONValue {
    /// The document's compact text.
    package var encoded: [UInt8] {
        var writer = JSONWriter()
        writer.value(self)
        return writer.finish()
    }
}

extension JSONWriter {
    /// One string made of parts: `base/collection/id`, without building it first.
    package mutating func path(_ base: String, _ collection: String, _ id: String) {
        text {
            JSONText.append(base, to: &$0)
            $0.append(UInt8(ascii: "/"))
            JSONText.append(collection, to: &$0)
            $0.append(UInt8(ascii: "/"))
            JSONText.append(id, to: &$0)
        }
    }
}
