extension JSONWriter {
    // A key and its value at once; nil is written as null.

    package mutating func field(_ key: StaticString, _ value: String?) {
        self.key(key)
        string(value)
    }

    package mutating func field(_ key: StaticString, _ value: Int?) {
        self.key(key)
        int(value)
    }

    package mutating func field(_ key: StaticString, _ value: Int64?) {
        self.key(key)
        int(value)
    }

    package mutating func field(_ key: StaticString, _ value: Bool?) {
        self.key(key)
        bool(value)
    }

    package mutating func field(_ key: StaticString, _ value: Double?) {
        self.key(key)
        double(value)
    }

    package mutating func field(_ key: StaticString, _ values: [String]) {
        self.key(key)
        strings(values)
    }

    package mutating func field(_ key: StaticString, _ values: [String: String]) {
        self.key(key)
        stringMap(values)
    }

    package mutating func field(_ key: StaticString, _ value: JSONValue) {
        self.key(key)
        self.value(value)
    }

    package mutating func nullField(_ key: StaticString) {
        self.key(key)
        null()
    }

    package mutating func object(_ key: StaticString, _ members: (inout JSONWriter) throws -> Void) rethrows {
        self.key(key)
        try object(members)
    }

    package mutating func array(_ key: StaticString, _ items: (inout JSONWriter) throws -> Void) rethrows {
        self.key(key)
        try array(items)
    }
}
