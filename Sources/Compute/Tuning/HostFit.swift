/// Fits guests into a host: each of the guest's cells into a cell of the host of its own, with processors, memory and
/// pages that no other server holds. Pure, so that it can be tested by tables.
package struct HostFit: Sendable {
    private let host: HostProcessors
    let claims: [TuningClaim]
    private let taken: CPUSet

    /// - Parameter claims: of the host's other servers.
    package init(_ host: HostProcessors, claims: [TuningClaim]) {
        self.host = host
        self.claims = claims.flatMap(\.whole)
        taken = self.claims.reduce(CPUSet([])) { $0.union($1.held) }
    }

    /// Dedicated processors that nobody holds.
    package var free: CPUSet { host.dedicated.subtracting(taken) }

    /// Nil when the host has no room for it, or not what it takes.
    package func claim(_ request: TuningRequest) -> TuningClaim? {
        guard request.emulator != .share || !host.shared.isEmpty else { return nil }
        let options = request.cells.enumerated().map { index, cell in
            let isEmulators = index == 0 && request.emulator == .isolate
            return host.cells.map { fit(cell, request, into: $0, emulator: isEmulators) }
        }
        guard let places = Self.match(options.map { $0.map { $0 != nil } }) else { return nil }
        let parts = zip(options, places).compactMap { $0[$1] }
        return parts.count == request.cells.count ? whole(parts, request) : nil
    }

    /// Why there is no room, in words that follow the host's name.
    package func refusal(_ request: TuningRequest) -> String {
        let wanted = request.dedicatedCount + (request.emulator == .isolate ? 1 : 0)
        if wanted > 0, host.dedicated.isEmpty {
            return "sets no CPUs aside for single servers (compute.cpuDedicatedSet)"
        }
        if wanted > free.count { return "has \(free.count) dedicated CPUs left, \(wanted) were asked for" }
        if request.cells.count > host.cells.count {
            return "has \(host.cells.count) NUMA cells, \(request.cells.count) were asked for"
        }
        if request.emulator == .share, host.shared.isEmpty { return "has no shared CPUs for the emulator's threads" }
        return "has no NUMA cells with the dedicated CPUs, memory and pages that were asked for"
    }

    private struct Part {
        var cell: TuningClaim.Cell
        var held: CPUSet
        var emulator: CPUSet
        var threads: Int
    }

    private func fit(
        _ cell: TuningRequest.Cell, _ request: TuningRequest, into place: HostProcessors.Cell, emulator: Bool
    ) -> Part? {
        let packing = CorePacking(cores: place.cores, free: place.cpus.intersection(free))
        guard let choice = packing.choose(cell.dedicated.count, request.threads) else { return nil }
        let rest = packing.free.subtracting(choice.held).sorted
        let own = CPUSet(emulator ? rest.prefix(1) : [])
        guard !emulator || !own.isEmpty else { return nil }
        let floating = place.cpus.intersection(host.shared)
        guard cell.vcpus.count - cell.dedicated.count <= floating.count else { return nil }
        guard let pages = pages(for: cell.memoryMB, request.pageSize, in: place) else { return nil }
        let pins = Dictionary(uniqueKeysWithValues: zip(cell.dedicated.sorted, choice.cpus))
        let claimed = TuningClaim.Cell(
            vcpus: cell.vcpus, pins: pins, hostCell: place.id,
            floating: cell.dedicated == cell.vcpus ? CPUSet([]) : floating, memoryMB: cell.memoryMB,
            pageKiB: pages.sizeKiB, isHuge: pages.isHuge)
        return Part(cell: claimed, held: choice.held.union(own), emulator: own, threads: choice.threads)
    }

    private func whole(_ parts: [Part], _ request: TuningRequest) -> TuningClaim {
        let cells = parts.map(\.cell)
        let used = cells.reduce(CPUSet([])) { $0.union($1.floating).union(CPUSet($1.pins.values)) }
        let emulator: CPUSet
        switch request.emulator {
        case .isolate?: emulator = parts.reduce(CPUSet([])) { $0.union($1.emulator) }
        case .share?: emulator = host.shared
        case nil: emulator = used
        }
        return TuningClaim(
            for: request, cells: cells, held: parts.reduce(CPUSet([])) { $0.union($1.held) }, emulator: emulator,
            threads: Set(parts.map(\.threads)).count == 1 ? parts[0].threads : 1)
    }

    /// A different place for each row, of those that are open to it; nil when there is no such choice.
    static func match(_ open: [[Bool]]) -> [Int]? {
        var owners: [Int: Int] = [:]
        func place(_ row: Int, _ tried: inout Set<Int>) -> Bool {
            for column in open[row].indices where open[row][column] && tried.insert(column).inserted {
                if let owner = owners[column], !place(owner, &tried) { continue }
                owners[column] = row
                return true
            }
            return false
        }
        for row in open.indices {
            var tried: Set<Int> = []
            guard place(row, &tried) else { return nil }
        }
        let places = Dictionary(uniqueKeysWithValues: owners.map { ($0.value, $0.key) })
        return open.indices.compactMap { places[$0] }
    }
}
