/// The host's processors and memory by NUMA cell, as hypervisor and configuration have them.
package struct HostProcessors: Sendable, Hashable, Codable {
    package struct Cell: Sendable, Hashable, Codable {
        package var id: Int
        /// MiB, huge pages included.
        package var memoryMB: Int
        /// Threads of each core.
        package var cores: [[Int]]
        /// Of every size, the smallest first.
        package var pages: [Pages]

        package init(id: Int, memoryMB: Int, cores: [[Int]], pages: [Pages]) {
            self.id = id
            self.memoryMB = memoryMB
            self.cores = cores
            self.pages = pages
        }

        package var cpus: CPUSet { CPUSet(cores.joined()) }
    }

    package struct Pages: Sendable, Hashable, Codable {
        package var sizeKiB: Int
        /// As many as the host has set aside, used or not.
        package var count: Int

        package init(sizeKiB: Int, count: Int) {
            self.sizeKiB = sizeKiB
            self.count = count
        }
    }

    /// In order of their ids.
    package var cells: [Cell]
    /// For servers of their own; none where nothing is configured.
    package var dedicated: CPUSet
    /// For all other servers.
    package var shared: CPUSet

    package init(cells: [Cell], dedicated: CPUSet, shared: CPUSet) {
        self.cells = cells
        self.dedicated = dedicated
        self.shared = shared
    }

    package init(cells: [Cell], _ division: CPUDivision) {
        let all = cells.reduce(CPUSet([])) { $0.union($1.cpus) }
        self.init(cells: cells, dedicated: division.dedicated(of: all), shared: division.shared(of: all))
    }
}
