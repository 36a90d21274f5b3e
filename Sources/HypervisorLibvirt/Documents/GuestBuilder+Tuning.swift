import Compute
import LibvirtXML

/// Pinned processors, NUMA cells and pages, as the server holds them of this host.
extension GuestBuilder {
    /// A guest never silently lacks what it was made for.
    func checkClaim() throws(HypervisorError) {
        guard abilities.testType == nil, let tuning = properties.tuning, claim == nil, !tuning.isMetAnywhere else {
            return
        }
        throw .impossible("The server holds none of the host's CPUs and pages that its flavor and image ask for.")
    }

    /// What a guest without processors of its own runs on; nil: on all.
    var sharedCPUs: String? {
        guard claim == nil, settings.processors.isMade else { return nil }
        let host = abilities.host.capabilities.host.cells.reduce(CPUSet([])) { all, cell in
            all.union(CPUSet(cell.cpus.filter { $0.core != nil }.map(\.id)))
        }
        let shared = host.isEmpty ? settings.processors.shared ?? host : settings.processors.shared(of: host)
        return shared.isEmpty ? nil : shared.text
    }

    func pin(_ tune: inout DomainCPUTune) {
        guard let claim else { return }
        let pins = claim.cells.flatMap { cell in
            cell.vcpus.sorted.map { vcpu in (vcpu, cell.pins[vcpu].map { "\($0)" } ?? cell.floating.text) }
        }
        tune.vcpuPins = pins.sorted { $0.0 < $1.0 }.map { .init(vcpu: $0.0, cpuSet: $0.1) }
        tune.emulatorPin = claim.emulator.isEmpty ? nil : claim.emulator.text
        if let realtime = properties.realtime {
            tune.vcpuSchedulers = [
                DomainCPUTune.Scheduler {
                    $0.vcpus = realtime.text
                    $0.scheduler = "fifo"
                    $0.priority = 1
                }
            ]
        }
    }

    var numaTune: DomainNUMATune {
        DomainNUMATune {
            guard let claim else { return }
            $0.mode = .strict
            $0.nodeSet = CPUSet(claim.cells.map(\.hostCell)).text
            $0.cells = claim.cells.enumerated().map { index, cell in
                DomainNUMATune.Cell {
                    $0.id = index
                    $0.nodeSet = "\(cell.hostCell)"
                }
            }
        }
    }

    var numaCells: [DomainNUMACell] {
        (claim?.cells ?? []).enumerated().map { index, cell in
            DomainNUMACell {
                $0.id = index
                $0.cpus = cell.vcpus.text
                $0.memoryKiB = UInt64(cell.memoryMB) << 10
            }
        }
    }

    var memoryBacking: DomainMemoryBacking? {
        let backing = DomainMemoryBacking {
            let huge = (claim?.cells ?? []).enumerated().filter(\.element.isHuge)
            if !huge.isEmpty {
                $0.hugePages = DomainMemoryBacking.HugePages {
                    $0.pages = huge.map { index, cell in
                        DomainMemoryBacking.Page {
                            $0.sizeKiB = cell.pageKiB.map(UInt64.init)
                            $0.nodeSet = "\(index)"
                        }
                    }
                }
            }
            $0.forbidsSharedPages = properties.realtime != nil
            $0.isLocked = properties.locksMemory || properties.realtime != nil
        }
        return backing == DomainMemoryBacking() ? nil : backing
    }
}
