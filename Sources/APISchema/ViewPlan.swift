package import WireJSON

/// Writes a key and its value, or nothing.
package typealias FieldWriter<Record> = @Sendable (Record, inout JSONWriter, ViewContext) -> Void

/// The fields of a view in one epoch.
struct ViewPlan<Record>: Sendable {
    /// What callers see who pass the same of the plan's own rules.
    private struct Variant: Sendable {
        let fields: [FieldWriter<Record>]
        let needs: UInt64
    }

    /// More would make too many variants; no answer of the API has as many.
    static var ruleLimit: Int { 6 }

    private let entries: [ViewEntry<Record>]
    /// Rules that this plan and the nested ones mention.
    let rules: Set<Visibility>
    private let ownRules: [Visibility]
    /// By the passed rules: bit `i` stands for `ownRules[i]`.
    private let variants: [Variant]

    init(_ entries: [ViewEntry<Record>], at version: Microversion) {
        let present = entries.filter { !$0.isAbsent && $0.versions.contains(version) }
        let own = Set(present.compactMap(\.rule)).sorted { $0.rule < $1.rule }
        self.entries = present
        ownRules = own
        rules = Set(own).union(present.flatMap { $0.nestedRules(version) })
        variants = (0..<(1 << min(own.count, Self.ruleLimit))).map { mask in
            let granted = own.indices.filter { mask & (1 << $0) != 0 }.map { own[$0] }
            let shown = present.filter { $0.rule.map(granted.contains) ?? true }
            return Variant(fields: shown.map(\.write), needs: shown.reduce(0) { $0 | $1.needs })
        }
    }

    var hasTooManyRules: Bool { ownRules.count > Self.ruleLimit }

    private func variant(visible: (Visibility) -> Bool) -> Variant {
        var mask = 0
        for (index, rule) in ownRules.prefix(Self.ruleLimit).enumerated() where visible(rule) { mask |= 1 << index }
        return variants[mask]
    }

    func fields(granted: Set<Visibility>) -> [FieldWriter<Record>] { variant(visible: granted.contains).fields }

    func needs(visible: (Visibility) -> Bool) -> UInt64 { variant(visible: visible).needs }

    /// Writes a nested record's members.
    func write(_ record: Record, to writer: inout JSONWriter, _ context: ViewContext) {
        for entry in entries where entry.rule.map(context.granted.contains) ?? true {
            entry.write(record, &writer, context)
        }
    }
}
