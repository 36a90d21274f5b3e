package import Compute
import FoundationEssentials
import Libvirt
import LibvirtXML
import Synchronization

extension LibvirtHypervisor {
    package func diagnostics(
        _ id: ServerID, within limit: Duration
    ) async throws(HypervisorError) -> GuestDiagnostics {
        let uuid = try id.uuid()
        let known = memory.withLock { $0.wirings[uuid] }
        let (statistics, xml) = try await read(waitingFor: uuid, within: limit, about: id) {
            connection throws(LibvirtError) -> (TypedParameters?, String?) in
            let domain = try connection.knownDomain(uuid: uuid)
            let statistics = try connection.domainStatistics(
                of: [domain], [.state, .balloon, .vcpu, .interface, .block]
            ).first?.parameters
            if let known, let statistics, known.knows(GuestDiagnostics.interfaces(statistics)) {
                return (statistics, nil)
            }
            return (statistics, try domain.xmlDescription())
        }
        guard let statistics else { throw .noGuest(id) }
        return GuestDiagnostics(statistics, try wiring(of: uuid, xml) ?? known)
    }

    /// - Parameter xml: the guest's document, when it was read anew.
    private func wiring(of guest: UUID, _ xml: String?) throws(HypervisorError) -> GuestWiring? {
        guard let xml else { return nil }
        let wiring: GuestWiring
        do { wiring = GuestWiring(try DomainDocument(xml: xml)) } catch { throw HypervisorError(error) }
        memory.withLock { $0.wirings[guest] = wiring }
        return wiring
    }

    /// Nothing waits to be flushed: QEMU writes into virtlogd's pipe at once, and virtlogd into the log. Only whether the
    /// guest is there is looked at.
    package func flushConsole(_ id: ServerID) async throws(HypervisorError) {
        guard try await guest(id) != nil else { throw .noGuest(id) }
    }
}

extension GuestDiagnostics {
    init(_ values: TypedParameters, _ wiring: GuestWiring?) {
        let state = Domain.State(rawValue: Int32(values.signed("state.state") ?? 0))
        self.init(
            power: PowerState(state),
            hypervisor: wiring?.virtType,
            vcpuTimes: Self.vcpuTimes(values),
            disks: Self.each("block", values) { Self.disk(values, $0) },
            nics: Self.each("net", values) { Self.nic(values, $0, wiring) },
            memoryMaximum: values.signed("balloon.maximum"), memoryUsed: values.signed("balloon.current"),
            memoryStatistics: Self.memory(values))
    }

    /// The names that the host has for the guest's NICs.
    fileprivate static func interfaces(_ values: TypedParameters) -> [String] {
        each("net", values) { values.text($0 + "name") }
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

    private static func nic(_ values: TypedParameters, _ prefix: String, _ wiring: GuestWiring?) -> NIC? {
        guard let device = values.text(prefix + "name") else { return nil }
        func traffic(_ direction: String) -> Traffic {
            let prefix = prefix + direction
            return Traffic(
                octets: values.signed(prefix + ".bytes"), packets: values.signed(prefix + ".pkts"),
                errors: values.signed(prefix + ".errs"), drop: values.signed(prefix + ".drop"))
        }
        return NIC(device: device, mac: wiring?.mac(of: device), received: traffic("rx"), sent: traffic("tx"))
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
