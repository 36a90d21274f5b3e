import Compute
import Libvirt
import LibvirtXML

extension Connection {
    /// The host's NUMA cells as libvirt sees them now: huge pages may be set aside at any time. Nil where it tells of none.
    func cells() throws(LibvirtError) -> [HostProcessors.Cell]? {
        let xml = try capabilitiesXML()
        guard let document = try? CapabilitiesDocument(xml: xml) else { return nil }
        let cells = document.host.cells.map { HostProcessors.Cell($0) }.filter { !$0.cores.isEmpty }
        return cells.isEmpty ? nil : cells.sorted { $0.id < $1.id }
    }
}

extension HostProcessors.Cell {
    init(_ cell: LibvirtXML.HostCell) {
        var cores: [[Int]] = []
        for cpu in cell.cpus where cpu.core != nil && !cores.joined().contains(cpu.id) {
            cores.append((cpu.siblings.flatMap { CPUSet($0) } ?? CPUSet([cpu.id])).sorted)
        }
        self.init(
            id: cell.id, memoryMB: Int((cell.memoryKiB ?? 0) >> 10), cores: cores,
            pages: cell.pages.compactMap { pages in
                pages.sizeKiB.map { HostProcessors.Pages(sizeKiB: Int($0), count: Int(pages.count)) }
            }.sorted { $0.sizeKiB < $1.sizeKiB })
    }

    /// All of a host that tells of no cells.
    init(_ node: NodeInfo) {
        self.init(
            id: 0, memoryMB: Int(node.memoryKiB >> 10), cores: (0..<Int(node.cpus)).map { [$0] },
            pages: [HostProcessors.Pages(sizeKiB: 4, count: Int(node.memoryKiB / 4))])
    }
}
