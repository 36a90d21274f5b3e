package import Compute
import Libvirt
import LibvirtXML

extension LibvirtHypervisor {
    package func hostFigures() async throws(HypervisorError) -> HostFigures {
        let host = try await hostAbilities()
        let hostIP = settings.hostIP
        let directory = settings.instancesDirectory
        // A processor that can't be chosen is told of when a guest is planned.
        let offers = try? await offers()
        let division = settings.processors
        var figures = try await read { connection throws(LibvirtError) in
            let node = try connection.nodeInfo()
            let memory = try connection.memory(node)
            let space = try FileSystemSpace(of: directory)
            let processors = HostProcessors(cells: try connection.cells() ?? [.init(node)], division)
            var figures = HostFigures(
                hypervisorHostname: try connection.hostname(),
                hypervisorType: try connection.type(),
                hypervisorVersion: Int(try connection.hypervisorVersion().number),
                hostIP: hostIP,
                vcpus: division.isMade ? processors.dedicated.count + processors.shared.count : Int(node.cpus),
                memoryMB: memory.total,
                freeMemoryMB: memory.usable,
                localGB: Int(space.total >> 30), freeDiskBytes: space.free,
                overcommittedDiskBytes: DiskGrowth.possibleBytes(in: directory),
                cpu: HostCPU(host.capabilities.host, node), virtTypes: host.virtTypes, uptime: Uptime.now())
            figures.processors = processors
            return figures
        }
        figures.offers = offers
        return figures
    }
}

extension Connection {
    /// In MiB. Usable is what guests could get: the page cache gives way to them. Node info comes second, since it counts
    /// NUMA cells, which does not find all of the memory everywhere.
    fileprivate func memory(_ node: NodeInfo) throws(LibvirtError) -> (total: Int, usable: Int) {
        // Without these figures the others do; without libvirt they fail too.
        guard let kinds = try? memoryStatistics(), let total = kinds["total"], let free = kinds["free"] else {
            let total = Int(node.memoryKiB / 1024)
            return (total, min(total, Int(try freeMemory() >> 20)))
        }
        let usable = free + (kinds["buffers"] ?? 0) + (kinds["cached"] ?? 0)
        return (Int(total / 1024), Int(min(total, usable) / 1024))
    }
}

extension Compute.HostCPU {
    init(_ host: HostCapabilities, _ node: NodeInfo) {
        let cpu = host.cpu
        self.init(
            arch: cpu.architecture ?? node.model, model: cpu.model ?? "", vendor: cpu.vendor ?? "",
            cells: max(1, host.cells.count), sockets: cpu.topology?.sockets ?? Int(node.socketsPerCell),
            cores: cpu.topology?.cores ?? Int(node.coresPerSocket),
            threads: cpu.topology?.threads ?? Int(node.threadsPerCore), features: cpu.features.map(\.name))
    }
}
