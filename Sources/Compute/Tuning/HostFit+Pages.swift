/// Memory of a host's cell.
extension HostFit {
    struct PageChoice: Equatable {
        /// Nil: nobody cares.
        var sizeKiB: Int?
        var isHuge: Bool
    }

    /// The pages that an amount of memory gets in a cell; nil when they are not there. Of several sizes the largest is taken.
    func pages(for memoryMB: Int, _ wanted: PageSize?, in cell: HostProcessors.Cell) -> PageChoice? {
        let sizes = cell.pages.sorted { $0.sizeKiB < $1.sizeKiB }
        let smallest = sizes.first?.sizeKiB ?? 4
        let small = hasSmall(memoryMB, in: cell) ? PageChoice(sizeKiB: smallest, isHuge: false) : nil
        func huge(_ pages: HostProcessors.Pages) -> PageChoice? {
            has(memoryMB, in: pages, of: cell) ? PageChoice(sizeKiB: pages.sizeKiB, isHuge: true) : nil
        }
        let large = sizes.dropFirst().reversed()
        switch wanted {
        case nil: return small.map { _ in PageChoice(sizeKiB: nil, isHuge: false) }
        case .small?: return small
        case .large?: return large.lazy.compactMap(huge).first
        case .any?: return large.lazy.compactMap(huge).first ?? small
        case .exactly(let size)? where size == smallest: return small
        case .exactly(let size)?: return large.first { $0.sizeKiB == size }.flatMap(huge)
        }
    }

    private func has(_ memoryMB: Int, in pages: HostProcessors.Pages, of cell: HostProcessors.Cell) -> Bool {
        guard (memoryMB << 10).isMultiple(of: pages.sizeKiB) else { return false }
        let used = held(in: cell) { $0.isHuge && $0.pageKiB == pages.sizeKiB }
        return (pages.count * pages.sizeKiB) >> 10 >= used + memoryMB
    }

    /// Memory that is placed by cell is never given out twice.
    private func hasSmall(_ memoryMB: Int, in cell: HostProcessors.Cell) -> Bool {
        let huge = cell.pages.sorted { $0.sizeKiB < $1.sizeKiB }.dropFirst().reduce(0) {
            $0 + ($1.count * $1.sizeKiB) >> 10
        }
        return cell.memoryMB - huge >= held(in: cell) { !$0.isHuge } + memoryMB
    }

    /// MiB.
    private func held(in cell: HostProcessors.Cell, _ isCounted: (TuningClaim.Cell) -> Bool) -> Int {
        claims.flatMap(\.cells).filter { $0.hostCell == cell.id && isCounted($0) }.reduce(0) { $0 + $1.memoryMB }
    }
}
