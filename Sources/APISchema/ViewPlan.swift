package import WireJSON

/// Writes a key and its value, or nothing.
package typealias FieldWriter<Record> = @Sendable (Record, inout JSONWriter, ViewContext) -> Void

/// The fields of a view in one epoch.
struct ViewPlan<Record>: Sendable {
    private let entries: [ViewEntry<Record>]
    private let all: [FieldWriter<Record>]
    /// Rules that this plan and the nested ones mention.
    let rules: Set<Visibility>
    private let hasOwnRules: Bool

    init(_ entries: [ViewEntry<Record>], at version: Microversion) {
        let present = entries.filter { !$0.isAbsent && $0.versions.contains(version) }
        self.entries = present
        all = present.map(\.write)
        hasOwnRules = present.contains { $0.rule != nil }
        rules = Set(present.compactMap(\.rule)).union(present.flatMap { $0.nestedRules(version) })
    }

    func fields(granted: Set<Visibility>) -> [FieldWriter<Record>] {
        guard hasOwnRules else { return all }
        return entries.filter { $0.rule.map(granted.contains) ?? true }.map(\.write)
    }

    func needs(visible: (Visibility) -> Bool) -> UInt64 {
        entries.reduce(0) { bits, entry in
            entry.needs != 0 && entry.rule.map(visible) ?? true ? bits | entry.needs : bits
        }
    }

    /// Writes a nested record's members.
    func write(_ record: Record, to writer: inout JSONWriter, _ context: ViewContext) {
        for entry in entries where entry.rule.map(context.granted.contains) ?? true {
            entry.write(record, &writer, context)
        }
    }
}
