/// Which host processors and memory a guest wants for itself: pinning, NUMA cells and pages (`hw:cpu_policy`,
/// `hw:numa_*`, `hw:mem_page_size`). What it gets of a host is a `TuningClaim`.
package struct TuningRequest: Sendable, Hashable, Codable {
    package enum ThreadPolicy: String, Sendable, Hashable, Codable, CaseIterable {
        /// Threads of as few cores as possible.
        case prefer
        /// One thread of each core, whose others stay idle.
        case isolate
        /// Only where cores have several threads.
        case require
    }

    package enum EmulatorThreads: String, Sendable, Hashable, Codable, CaseIterable {
        /// On a dedicated processor of their own.
        case isolate
        /// On the host's shared processors.
        case share
    }

    package struct Cell: Sendable, Hashable, Codable {
        package var vcpus: CPUSet
        /// Those of them that get a host processor of their own.
        package var dedicated: CPUSet
        /// MiB.
        package var memoryMB: Int

        package init(vcpus: CPUSet, dedicated: CPUSet, memoryMB: Int) {
            self.vcpus = vcpus
            self.dedicated = dedicated
            self.memoryMB = memoryMB
        }
    }

    /// The guest's NUMA cells, at least one.
    package var cells: [Cell]
    /// Nil: as the host has it, without huge pages.
    package var pageSize: PageSize?
    package var threads: ThreadPolicy?
    package var emulator: EmulatorThreads?

    package init(
        cells: [Cell], pageSize: PageSize? = nil, threads: ThreadPolicy? = nil, emulator: EmulatorThreads? = nil
    ) {
        self.cells = cells
        self.pageSize = pageSize
        self.threads = threads
        self.emulator = emulator
    }

    /// Small pages are what every guest has that asks for nothing: a server needs no claim for them.
    package var isMetAnywhere: Bool { cells.count == 1 && dedicatedCount == 0 && pageSize == .small }

    /// Virtual CPUs that get a host processor of their own.
    package var dedicatedCount: Int { cells.reduce(0) { $0 + $1.dedicated.count } }
}
