import APISchema
import Compute
import WireJSON

/// A guest's counters with what is known of its server.
struct ServerDiagnostics: Sendable {
    let server: ServerRecord
    let counters: GuestDiagnostics
    let now: Timestamp
}

/// The shape that all hypervisors share, from 2.48 on. What nobody counts is null.
enum DiagnosticsView {
    static let common = View<ServerDiagnostics>(nil, whole + parts)

    private static let whole: [ViewEntry<ServerDiagnostics>] = [
        .string("state") { $0.counters.power.word },
        .constant("driver", .all, "libvirt"),
        .string("hypervisor") { $0.counters.hypervisor?.rawValue },
        .constant("hypervisor_os", .all, "linux"),
        .int("uptime") { diagnostics in diagnostics.server.launchedAt.map { diagnostics.now.seconds(since: $0) } },
        .bool("config_drive") { $0.server.configDrive },
        .int("num_cpus") { $0.counters.vcpuTimes.count },
        .int("num_nics") { $0.counters.nics.count },
        .int("num_disks") { $0.counters.disks.count },
    ]

    private static let parts: [ViewEntry<ServerDiagnostics>] = [
        .nestedList("cpu_details", .all, cpu) { $0.counters.vcpuTimes.enumerated().map { CPU(id: $0, time: $1) } },
        .nestedList("disk_details", .all, disk) { $0.counters.disks },
        .nestedList("nic_details", .all, nic) { $0.counters.nics },
        .object("memory_details") { diagnostics, writer in
            writer.field("maximum", diagnostics.counters.memoryMaximum.map { $0 / 1024 })
            writer.field("used", diagnostics.counters.memoryUsed.map { $0 / 1024 })
        },
    ]

    private struct CPU: Sendable {
        let id: Int
        /// Nanoseconds.
        let time: Int64?
    }

    private static let cpu = View<CPU>(
        nil, [.int("id") { $0.id }, .int("time") { $0.time }, .null("utilisation")])

    private static let disk = View<GuestDiagnostics.Disk>(
        nil,
        [
            .int("read_bytes") { $0.readBytes },
            .int("read_requests") { $0.readRequests },
            .int("write_bytes") { $0.writeBytes },
            .int("write_requests") { $0.writeRequests },
            .int("errors_count") { $0.errors },
        ])

    private static let nic = View<GuestDiagnostics.NIC>(
        nil,
        [
            .string("mac_address") { $0.mac },
            .int("rx_octets") { $0.received.octets },
            .int("rx_packets") { $0.received.packets },
            .int("rx_errors") { $0.received.errors },
            .int("rx_drop") { $0.received.drop },
            .null("rx_rate"),
            .int("tx_octets") { $0.sent.octets },
            .int("tx_packets") { $0.sent.packets },
            .int("tx_errors") { $0.sent.errors },
            .int("tx_drop") { $0.sent.drop },
            .null("tx_rate"),
        ])
}
