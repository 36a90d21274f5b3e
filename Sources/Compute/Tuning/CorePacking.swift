/// Chooses host processors for virtual CPUs. Pure.
struct CorePacking {
    struct Choice: Equatable {
        /// In the order of the virtual CPUs.
        var cpus: [Int]
        /// With those that stay idle beside them.
        var held: CPUSet
        /// How many of each core, where that is the same for all; else 1.
        var threads: Int
    }

    /// Threads of each core of one host cell.
    let cores: [[Int]]
    /// Those of them that may be taken.
    let free: CPUSet

    /// Nil when there is no room.
    func choose(_ count: Int, _ policy: TuningRequest.ThreadPolicy?) -> Choice? {
        guard count > 0 else { return Choice(cpus: [], held: CPUSet([]), threads: 1) }
        switch policy {
        case .isolate?: return isolated(count)
        case .require?: return cores.contains { $0.count > 1 } ? packed(count, least: min(2, count)) : nil
        case .prefer?, nil: return packed(count, least: 1)
        }
    }

    /// One thread each of cores that nobody uses.
    private func isolated(_ count: Int) -> Choice? {
        let idle = cores.filter { !$0.isEmpty && CPUSet($0).isSubset(of: free) }.prefix(count)
        guard idle.count == count else { return nil }
        return Choice(cpus: idle.compactMap(\.first), held: CPUSet(idle.joined()), threads: 1)
    }

    /// As few cores as possible, and of those that would do the ones with least left over.
    /// - Parameter least: cores with fewer free threads are not touched.
    private func packed(_ count: Int, least: Int) -> Choice? {
        var open = cores.map { $0.filter(free.members.contains) }.filter { $0.count >= least }
        var chosen: [[Int]] = []
        var missing = count
        while missing > 0 {
            let fitting = open.indices.filter { open[$0].count >= missing }.min { open[$0].count < open[$1].count }
            guard let index = fitting ?? open.indices.max(by: { open[$0].count < open[$1].count }) else { return nil }
            chosen.append(Array(open.remove(at: index).prefix(missing)))
            missing -= chosen[chosen.count - 1].count
        }
        let cpus = chosen.flatMap(\.self)
        let threads = Set(chosen.map(\.count)).count == 1 ? chosen[0].count : 1
        return Choice(cpus: cpus, held: CPUSet(cpus), threads: threads)
    }
}
