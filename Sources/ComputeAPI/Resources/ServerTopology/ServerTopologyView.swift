import APISchema
import Compute
import HTTPAPI
import Identity
import WireJSON

/// Without NUMA cells: no nodes, and null.
enum ServerTopologyView {
    static let shown = View<ServerRecord>(
        nil,
        [
            .nestedList("nodes", .all, node) { server in
                guard let claim = server.guestClaim else { return [] }
                return claim.cells.map { Node(cell: $0, threads: claim.threads) }
            },
            .int("pagesize_kb") { $0.guestClaim?.cells.first?.pageKiB },
        ])

    private struct Node: Sendable {
        let cell: TuningClaim.Cell
        /// Of one core of the host, as far as the guest's processors are pinned to such.
        let threads: Int

        /// Virtual CPUs that are threads of one core; none where each has its own.
        var siblings: [[Int]] {
            let vcpus = cell.vcpus.sorted
            guard threads > 1 else { return [] }
            return stride(from: 0, to: vcpus.count - threads + 1, by: threads).map { Array(vcpus[$0..<$0 + threads]) }
        }
    }

    private static let node = View<Node>(
        nil,
        [
            .int("memory_mb") { $0.cell.memoryMB },
            .array("vcpu_set") { node, writer in for vcpu in node.cell.vcpus.sorted { writer.int(vcpu) } },
            .array("siblings") { node, writer in
                for threads in node.siblings { writer.array { for vcpu in threads { $0.int(vcpu) } } }
            },
            .int("host_node", visibleTo: host) { $0.cell.hostCell },
            .object("cpu_pinning", visibleTo: host) { node, writer in
                for (vcpu, cpu) in node.cell.pins.sorted(by: { $0.key < $1.key }) {
                    writer.key(escaping: "\(vcpu)")
                    writer.int(cpu)
                }
            },
        ])

    private static let host = Visibility(.serverTopologyHostIndex)
}
