package import Compute
import FoundationEssentials
import Libvirt
import LibvirtXML

extension LibvirtHypervisor {
    package func diagnostics(
        _ id: ServerID, within limit: Duration
    ) async throws(HypervisorError) -> GuestDiagnostics {
        let uuid = try id.uuid()
        let (statistics, xml) = try await read(waitingFor: uuid, within: limit, about: id) {
            connection throws(LibvirtError) in
            let domain = try connection.domain(uuid: uuid)
            let statistics = try connection.domainStatistics(
                of: [domain], [.state, .balloon, .vcpu, .interface, .block])
            return (statistics.first, try domain.xmlDescription())
        }
        guard let statistics else { throw .noGuest(id) }
        do {
            return GuestDiagnostics(statistics.parameters, try DomainDocument(xml: xml))
        } catch {
            throw HypervisorError(error)
        }
    }

    /// Nothing waits to be flushed: QEMU writes into virtlogd's pipe at once, and virtlogd into the log. Only whether the
    /// guest is there is looked at.
    package func flushConsole(_ id: ServerID) async throws(HypervisorError) {
        guard try await guest(id) != nil else { throw .noGuest(id) }
    }
}

extension GuestDiagnostics {
    /// - Parameter document: of the same guest; it knows the NICs' MAC addresses.
    init(_ values: TypedParameters, _ document: DomainDocument) {
        let state = Domain.State(rawValue: Int32(values.signed("state.state") ?? 0))
        self.init(
            power: PowerState(state),
            hypervisor: VirtType(rawValue: document.type.rawValue),
            vcpuTimes: Self.vcpuTimes(values),
            disks: Self.each("block", values) { Self.disk(values, $0) },
            nics: Self.each("net", values) { Self.nic(values, $0, document) },
            memoryMaximum: values.signed("balloon.maximum"), memoryUsed: values.signed("balloon.current"),
            memoryStatistics: Self.memory(values))
    }

    private static func each<Item>(
        _ group: String, _ values: TypedParameters, _ item: (String) -> Item?
    ) -> [Item] {
        (0..<Int(values.unsigned("\(group).count") ?? 0)).compactMap { item("\(group).\($0).") }
    }

    /// A processor that is off has no time.
    private static func vcpuTimes(_ values: TypedParameters) -> [Int64?] {
        let count = Int(values.unsigned("vcpu.maximum") ?? values.unsigned("vcpu.current") ?? 0)
        return (0..<count).map { values.signed("vcpu.\($0).time") }
    }

    private static func disk(_ values: TypedParameters, _ prefix: String) -> Disk? {
        guard let device = values.text(prefix + "name") else { return nil }
        return Disk(
            device: device,
            readRequests: values.signed(prefix + "rd.reqs"), readBytes: values.signed(prefix + "rd.bytes"),
            writeRequests: values.signed(prefix + "wr.reqs"), writeBytes: values.signed(prefix + "wr.bytes"),
            errors: values.signed(prefix + "errors"))
    }

    private static func nic(_ values: TypedParameters, _ prefix: String, _ document: DomainDocument) -> NIC? {
        guard let device = values.text(prefix + "name") else { return nil }
        func traffic(_ direction: String) -> Traffic {
            let prefix = prefix + direction
            return Traffic(
                octets: values.signed(prefix + ".bytes"), packets: values.signed(prefix + ".pkts"),
                errors: values.signed(prefix + ".errs"), drop: values.signed(prefix + ".drop"))
        }
        let interface = document.devices.interfaces.first { $0.target == device }
        return NIC(device: device, mac: interface?.macAddress, received: traffic("rx"), sent: traffic("tx"))
    }

    /// Under the names that the memory statistics call has for them.
    private static func memory(_ values: TypedParameters) -> [String: Int64] {
        let names: KeyValuePairs = [
            "balloon.current": "actual", "balloon.available": "available", "balloon.unused": "unused",
            "balloon.usable": "usable", "balloon.rss": "rss", "balloon.swap_in": "swap_in",
            "balloon.swap_out": "swap_out", "balloon.major_fault": "major_fault",
            "balloon.minor_fault": "minor_fault", "balloon.last-update": "last_update",
            "balloon.disk_caches": "disk_caches", "balloon.hugetlb_pgalloc": "hugetlb_pgalloc",
            "balloon.hugetlb_pgfail": "hugetlb_pgfail",
        ]
        var statistics: [String: Int64] = [:]
        for (field, name) in names { statistics[name] = values.signed(field) }
        return statistics
    }
}
