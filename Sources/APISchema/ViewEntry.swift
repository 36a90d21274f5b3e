import WireJSON

/// One key of a view in one run of versions.
package struct ViewEntry<Record>: Sendable {
    let name: String
    let versions: Versions
    let rule: Visibility?
    let needs: UInt64
    let isAbsent: Bool
    let write: FieldWriter<Record>
    /// Where a nested view changes.
    let cuts: [Versions]
    let nestedRules: @Sendable (Microversion) -> Set<Visibility>
    let problems: [String]

    /// - Parameters:
    ///   - visibleTo: leaves the key out for callers who don't pass the rule.
    ///   - when: leaves the key out of records for which it is false.
    ///   - value: writes exactly one value.
    init(
        _ name: String, _ versions: Versions, visibleTo rule: Visibility?, needs: ViewNeeds<Record>,
        when: (@Sendable (Record) -> Bool)?, cuts: [Versions] = [], problems: [String] = [],
        nestedRules: @escaping @Sendable (Microversion) -> Set<Visibility> = { _ in [] },
        value: @escaping FieldWriter<Record>
    ) {
        self.name = name
        self.versions = versions
        self.rule = rule
        self.needs = needs.bits
        isAbsent = false
        self.cuts = cuts
        self.nestedRules = nestedRules
        self.problems = problems
        write = Self.writer(JSONKey(name), when, value)
    }

    private init(absent name: String, _ versions: Versions) {
        self.name = name
        self.versions = versions
        rule = nil
        needs = 0
        isAbsent = true
        write = { _, _, _ in }
        cuts = []
        nestedRules = { _ in [] }
        problems = []
    }

    private static func writer(
        _ key: JSONKey, _ when: (@Sendable (Record) -> Bool)?, _ value: @escaping FieldWriter<Record>
    ) -> FieldWriter<Record> {
        guard let when else {
            return { record, writer, context in
                writer.key(key)
                value(record, &writer, context)
            }
        }
        return { record, writer, context in
            guard when(record) else { return }
            writer.key(key)
            value(record, &writer, context)
        }
    }

    /// Says that a key is meant to be missing in these versions, between others that have it.
    package static func absent(_ name: String, _ versions: Versions) -> ViewEntry {
        ViewEntry(absent: name, versions)
    }
}
