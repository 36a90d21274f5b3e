import APISchema
import Compute
import WireJSON

enum HypervisorView {
    static let summary = View<Hypervisor>("hypervisor", names + [servers, allServers])

    static let uptime = View<Hypervisor>("hypervisor", names + [.string("uptime") { $0.uptime }])

    static let detail = View<Hypervisor>(
        "hypervisor",
        names + figures + [
            .string("hypervisor_type") { $0.figures.hypervisorType },
            .int("hypervisor_version") { $0.figures.hypervisorVersion },
            .string("host_ip") { $0.figures.hostIP },
            .nested("service", .all, service) { $0.host },
            .string("uptime", .since(.hypervisorStatisticsRemoved)) { $0.uptime },
            servers, allServers,
        ])

    static let list = summary.list("hypervisors", links: .since(.hypervisorPaging))
    static let detailList = detail.list("hypervisors", links: .since(.hypervisorPaging))

    private static let names: [ViewEntry<Hypervisor>] = [
        .int("id", .before(.serviceUUID)) { $0.host.number },
        .string("id", .since(.serviceUUID)) { $0.host.nodeID },
        .string("hypervisor_hostname") { $0.figures.hypervisorHostname },
        .string("state") { $0.isUp ? "up" : "down" },
        .string("status") { $0.host.isDisabled ? "disabled" : "enabled" },
    ]

    private static let service = View<HostRecord>(
        nil,
        [
            .int("id", .before(.serviceUUID)) { $0.number },
            .string("id", .since(.serviceUUID)) { $0.serviceID },
            .string("host") { $0.name.text },
            .string("disabled_reason") { $0.disabledReason },
        ])

    // MARK: Servers

    private static let server = View<Hypervisor.Guest>(
        nil, [.string("name") { $0.name }, .string("uuid") { $0.id.text }])

    private static let servers = ViewEntry<Hypervisor>.nestedList(
        "servers", .before(.strictQueries), when: { $0.servers?.isEmpty == false }, server
    ) { $0.servers }

    private static let allServers = ViewEntry<Hypervisor>.nestedList(
        "servers", .since(.strictQueries), when: { $0.servers != nil }, server
    ) { $0.servers }

    // MARK: Figures

    private static let shown = Versions.before(.hypervisorStatisticsRemoved)

    private static let figures: [ViewEntry<Hypervisor>] = [
        .string("cpu_info", .before(.cpuInfoObject)) { text(of: $0.figures.cpu) },
        .value("cpu_info", .between(.cpuInfoObject, .hypervisorStatisticsRemoved)) { hypervisor, writer in
            write(hypervisor.figures.cpu, to: &writer)
        },
        .int("vcpus", shown) { $0.figures.vcpus },
        .int("vcpus_used", shown) { $0.used.vcpus },
        .int("memory_mb", shown) { $0.figures.memoryMB },
        .int("memory_mb_used", shown) { $0.used.memoryMB },
        .int("free_ram_mb", shown) { $0.freeMemoryMB },
        .int("local_gb", shown) { $0.figures.localGB },
        .int("local_gb_used", shown) { $0.used.diskGB },
        .int("free_disk_gb", shown) { $0.freeDiskGB },
        .int("disk_available_least", shown) { $0.leastDiskGB },
        .int("running_vms", shown) { $0.used.servers },
        .int("current_workload", shown) { $0.used.busyServers },
    ]

    private static func write(_ cpu: HostCPU, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("arch", cpu.arch)
            writer.field("model", cpu.model)
            writer.field("vendor", cpu.vendor)
            writer.object("topology") { writer in
                writer.field("cells", cpu.cells)
                writer.field("sockets", cpu.sockets)
                writer.field("cores", cpu.cores)
                writer.field("threads", cpu.threads)
            }
            writer.field("features", cpu.features)
        }
    }

    /// The same document inside a text.
    private static func text(of cpu: HostCPU) -> String {
        var writer = JSONWriter()
        write(cpu, to: &writer)
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    static let statistics = View<HypervisorStatistics>(
        "hypervisor_statistics",
        [
            .int("count") { $0.count },
            .int("vcpus") { $0.vcpus },
            .int("vcpus_used") { $0.usedVCPUs },
            .int("memory_mb") { $0.memoryMB },
            .int("memory_mb_used") { $0.usedMemoryMB },
            .int("free_ram_mb") { $0.freeMemoryMB },
            .int("local_gb") { $0.localGB },
            .int("local_gb_used") { $0.usedDiskGB },
            .int("free_disk_gb") { $0.freeDiskGB },
            .int("disk_available_least") { $0.leastDiskGB },
            .int("running_vms") { $0.servers },
            .int("current_workload") { $0.busyServers },
        ])
}
