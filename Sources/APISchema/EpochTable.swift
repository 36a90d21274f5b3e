/// One ready value for every API version, found by index. Versions that look the same share a value.
package struct EpochTable<Plan: Sendable>: Sendable {
    private let plans: [Plan]
    private let positions: [UInt8]
    private let starts: [Microversion]

    /// - Parameters:
    ///   - ranges: what the plan depends on: it may change only where one of them starts or ends.
    ///   - make: the plan for an epoch, by the epoch's first version.
    package init(cutAt ranges: [Versions], make: (Microversion) -> Plan) {
        let cuts = Set(ranges.filter { !$0.isEmpty }.flatMap { [$0.range.lowerBound, $0.range.upperBound] })
        var plans: [Plan] = []
        var positions: [UInt8] = []
        var starts: [Microversion] = []
        for version in Microversion.all {
            if plans.isEmpty || cuts.contains(version.minor) {
                plans.append(make(version))
                starts.append(version)
            }
            positions.append(UInt8(plans.count - 1))
        }
        self.plans = plans
        self.positions = positions
        self.starts = starts
    }

    private init(plans: [Plan], positions: [UInt8], starts: [Microversion]) {
        self.plans = plans
        self.positions = positions
        self.starts = starts
    }

    func map<Other>(_ transform: (Plan) -> Other) -> EpochTable<Other> {
        EpochTable<Other>(plans: plans.map(transform), positions: positions, starts: starts)
    }

    package var epochs: Int { plans.count }

    func contains(where holds: (Plan) -> Bool) -> Bool { plans.contains(where: holds) }

    /// The epochs themselves.
    var ranges: [Versions] { starts.indices.map { epoch($0) } }

    private func epoch(_ index: Int) -> Versions {
        let next = index + 1 < starts.count ? starts[index + 1] : nil
        return next.map { .between(starts[index], $0) } ?? .since(starts[index])
    }

    package subscript(version: Microversion) -> Plan {
        plans[Int(positions[version.minor])]
    }
}
