import WireJSON

/// How a record looks in every version. Writes straight into the response's buffer.
package struct View<Record>: Sendable {
    /// The key around the object in a response of its own; nil for none.
    package let name: String?
    private let wrapper: JSONKey?
    private let plans: EpochTable<ViewPlan<Record>>
    package let problems: [String]

    package init(_ name: String?, _ entries: [ViewEntry<Record>]) {
        self.name = name
        wrapper = name.map(JSONKey.init)
        plans = EpochTable(cutAt: entries.flatMap { [$0.versions] + $0.cuts }) { version in
            ViewPlan(entries, at: version)
        }
        problems =
            Self.problems(of: entries, in: name ?? "\(Record.self)") + entries.flatMap(\.problems)
            + (plans.contains(where: \.hasTooManyRules) ? ["view \(name ?? ""): too many rules"] : [])
    }

    /// How many different plans there are.
    package var epochs: Int { plans.epochs }

    /// Where plans may change, for views that nest this one.
    var cuts: [Versions] { plans.ranges }

    func plan(at version: Microversion) -> ViewPlan<Record> { plans[version] }

    /// What must be loaded with the records, as bits of the domain's option set.
    package func needs(at version: Microversion, visible: (Visibility) -> Bool) -> UInt64 {
        plans[version].needs(visible: visible)
    }

    /// The rules that this version's answer depends on which a caller passes.
    package func granted(at version: Microversion, visible: (Visibility) -> Bool) -> Set<Visibility> {
        plans[version].rules.filter(visible)
    }

    /// Ready to write for one caller: visibility is decided here, once.
    package func resolved(
        at version: Microversion, links: LinkBase, visible: @escaping @Sendable (Visibility) -> Bool
    ) -> ResolvedView<Record> {
        let plan = plans[version]
        let granted = granted(at: version, visible: visible)
        let context = ViewContext(links: links, granted: granted, version: version, policy: visible)
        return ResolvedView(wrapper: wrapper, fields: plan.fields(granted: granted), context: context)
    }

    private static func problems(of entries: [ViewEntry<Record>], in place: String) -> [String] {
        let holes = Dictionary(grouping: entries.filter(\.isAbsent), by: \.name)
        let present = entries.filter { !$0.isAbsent }.map { (name: $0.name, versions: $0.versions) }
        return Coverage.problems(of: present, in: "view \(place)", holes: holes.mapValues { $0.map(\.versions) })
    }
}
