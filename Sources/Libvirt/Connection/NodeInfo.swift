import CLibvirt

/// The host's CPU and memory.
package struct NodeInfo: Hashable, Sendable {
    /// The CPU's architecture, such as `x86_64`.
    package let model: String
    package let memoryKiB: UInt64
    /// Active logical CPUs.
    package let cpus: UInt32
    package let megahertz: UInt32
    /// NUMA cells; 1 for unusual topologies.
    package let numaCells: UInt32
    package let socketsPerCell: UInt32
    package let coresPerSocket: UInt32
    package let threadsPerCore: UInt32

    init(_ info: virNodeInfo) {
        model = text(of: info.model)
        memoryKiB = UInt64(info.memory)
        cpus = info.cpus
        megahertz = info.mhz
        numaCells = info.nodes
        socketsPerCell = info.sockets
        coresPerSocket = info.cores
        threadsPerCore = info.threads
    }
}
