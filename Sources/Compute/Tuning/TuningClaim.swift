/// What a server holds of its host's processors and memory beyond numbers of them: pinned processors, NUMA cells, huge
/// pages. Stored with the server, taken in the transaction that gives it its host.
package struct TuningClaim: Sendable, Hashable, Codable {
    package struct Cell: Sendable, Hashable, Codable {
        /// The guest's virtual CPUs in this cell.
        package var vcpus: CPUSet
        /// Host processor of each virtual CPU that has one of its own.
        package var pins: [Int: Int]
        /// The host's NUMA cell.
        package var hostCell: Int
        /// Processors of the host that virtual CPUs without one of their own run on.
        package var floating: CPUSet
        /// MiB.
        package var memoryMB: Int
        /// Nil: whatever the host takes.
        package var pageKiB: Int?
        /// The pages are huge: counted, and locked in memory.
        package var isHuge: Bool

        package init(
            vcpus: CPUSet, pins: [Int: Int], hostCell: Int, floating: CPUSet, memoryMB: Int, pageKiB: Int?, isHuge: Bool
        ) {
            self.vcpus = vcpus
            self.pins = pins
            self.hostCell = hostCell
            self.floating = floating
            self.memoryMB = memoryMB
            self.pageKiB = pageKiB
            self.isHuge = isHuge
        }
    }

    /// What it was claimed for.
    package var request: TuningRequest?
    /// One for each of the guest's NUMA cells.
    package var cells: [Cell]
    /// Host processors that nobody else may use: pinned ones, those left idle beside them, the emulator's.
    package var held: CPUSet
    /// Processors of the host for QEMU's own threads.
    package var emulator: CPUSet
    /// How many threads of one core the guest's neighbouring virtual CPUs have; 1 when they are unrelated.
    package var threads: Int
    /// What the server held before, and gets back when a change of it is taken back.
    package var former: [TuningClaim] = []

    package init(
        for request: TuningRequest?, cells: [Cell], held: CPUSet, emulator: CPUSet, threads: Int
    ) {
        self.request = request
        self.cells = cells
        self.held = held
        self.emulator = emulator
        self.threads = threads
    }

    /// Virtual CPUs that have a host processor of their own.
    package var pinnedCount: Int { cells.reduce(0) { $0 + $1.pins.count } }

    /// All that nobody else may take.
    package var whole: [TuningClaim] { ([self] + former).filter { !$0.cells.isEmpty } }

    /// The server may still go back to what it held before.
    package var isReplacing: Bool { !former.isEmpty }

    /// What a guest of the request has of it: the part that was claimed for it, without what was held before. Nil when there
    /// is none, or nothing is asked for.
    package func answering(_ request: TuningRequest?) -> TuningClaim? {
        guard let request else { return nil }
        guard isReplacing else { return answers(request) ? self : nil }
        guard var found = whole.first(where: { $0.request == request }) else { return nil }
        found.former = []
        return found
    }

    /// What a server holds while it may go back from `new` to `old`, which may be nothing.
    package static func replacing(_ old: TuningClaim?, by new: TuningClaim?) -> TuningClaim? {
        guard old != nil || new != nil else { return nil }
        var both = new ?? nothing
        var before = old ?? nothing
        before.former = []
        both.former = [before]
        return both
    }

    private static let nothing = TuningClaim(
        for: nil, cells: [], held: CPUSet([]), emulator: CPUSet([]), threads: 1)

    /// Whether it is what the request would get: the same virtual CPUs and memory, and the same of them pinned.
    package func answers(_ request: TuningRequest) -> Bool {
        cells.count == request.cells.count
            && zip(cells, request.cells).allSatisfy { mine, wanted in
                mine.vcpus == wanted.vcpus && mine.memoryMB == wanted.memoryMB
                    && CPUSet(mine.pins.keys) == wanted.dedicated && mine.suits(request.pageSize)
            }
    }
}

extension TuningClaim.Cell {
    fileprivate func suits(_ size: PageSize?) -> Bool {
        switch size {
        case nil: pageKiB == nil
        case .any?: pageKiB != nil
        case .small?: pageKiB != nil && !isHuge
        case .large?: isHuge
        case .exactly(let wanted)?: pageKiB == wanted
        }
    }
}
