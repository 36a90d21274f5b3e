package import Compute
import FoundationEssentials
import Libvirt
import LibvirtXML
import Synchronization

/// Networks of this host, their DHCP reservations, and the filter of their ports.
extension LibvirtHypervisor {
    package func ensureNetwork(_ network: NetworkRecord) async throws(HypervisorError) {
        let name = network.libvirtName
        let wasChecked = memory.withLock { $0.checkedNetworks.contains(name) }
        if wasChecked, try await isReady(name) { return }
        try await ensureFilter()
        let wanted: String
        do { wanted = try NetworkDocument(network).xml() } catch { throw HypervisorError(error) }
        memory.withLock { $0.standing[name] = nil }
        let xml = try await change(on: Self.key(of: network)) { connection throws(LibvirtError) -> String? in
            let present = try connection.existingNetwork(name)
            if let present {
                if wasChecked { return nil }
                guard try present.isOutdated(by: network) else { return try present.xmlDescription() }
                if try present.isActive() { try present.destroy() }
            }
            return try connection.defineNetwork(xml: wanted).xmlDescription()
        }
        if let xml { try check(xml, against: network) }
        try await start(network, isNew: xml != nil)
        _ = memory.withLock { $0.checkedNetworks.insert(name) }
    }

    private func start(_ network: NetworkRecord, isNew: Bool) async throws(HypervisorError) {
        let name = network.libvirtName
        do {
            try await change(on: Self.key(of: network)) { connection throws(LibvirtError) in
                let found = try connection.network(name: name)
                if try !found.isActive() { try found.startOnce() }
                if isNew, try found.isPersistent(), try !found.autostart() { try found.setAutostart(true) }
            }
        } catch {
            // libvirt has no code for a range that is taken, so it is looked for.
            guard case .failed = error,
                let conflict = try await rangeConflicts(of: network).first(where: \.preventsStart)
            else { throw error }
            throw .rangeTaken(network: network.name, by: conflict)
        }
    }

    /// Whether a network that was checked before is still there and runs, and the filter is there.
    private func isReady(_ network: String) async throws(HypervisorError) -> Bool {
        let needsNoFilter = settings.isTestDriver
        guard needsNoFilter || memory.withLock({ $0.knowsFilter }) else { return false }
        return try await read { connection throws(LibvirtError) in
            guard try connection.existingNetwork(network)?.isActive() == true else { return false }
            if needsNoFilter { return true }
            return try connection.existingFilter(PortFilter.name) != nil
        }
    }

    private func check(_ xml: String, against network: NetworkRecord) throws(HypervisorError) {
        let document: NetworkDocument
        do { document = try NetworkDocument(xml: xml) } catch { throw HypervisorError(error) }
        guard let difference = document.difference(from: network) else { return }
        throw .failed(
            "libvirt has a network \(network.libvirtName) that is not the cloud's: \(difference). If nobody needs that one: "
                + "virsh net-destroy \(network.libvirtName); virsh net-undefine \(network.libvirtName). It is made anew then."
        )
    }

    package func plug(_ nic: GuestNIC, of id: ServerID) async throws(HypervisorError) {
        let (network, port) = (nic.network, nic.port)
        guard network.servesDHCP, let wanted = DHCPHost(port, in: network, hostname: nic.hostname) else { return }
        if let standing = network.standingReservation(of: port), isThere(standing, in: network) { return }
        try await changeReservations(of: network) { .plugging(wanted, into: $0) }
        // An address that was another port's before may still be leased to it.
        let addresses = Set(port.fixedAddresses.map { "\($0.address)" })
        let mac = port.mac.lowercased()
        try await endLeases(on: network) { addresses.contains($0.address) && $0.mac?.lowercased() != mac }
    }

    /// Whether the network is known to have the reservation, running and defined.
    private func isThere(_ standing: StandingReservation, in network: NetworkRecord) -> Bool {
        memory.withLock { $0.standing[network.libvirtName]?.contains(standing.address) ?? false }
    }

    /// A reservation that stands stays, and so does its lease: whoever has the address next has the MAC too, and dnsmasq
    /// gives up a lease for another client of the MAC that the address is reserved for.
    package func unplug(_ nic: GuestNIC, of id: ServerID) async throws(HypervisorError) {
        let (network, mac) = (nic.network, nic.port.mac)
        guard network.servesDHCP, network.standingReservation(of: nic.port) == nil else { return }
        try await changeReservations(of: network) { .unplugging(mac: mac, of: network, from: $0) }
        try await endLeases(on: network) { $0.mac?.lowercased() == mac.lowercased() }
    }

    private func endLeases(
        on network: NetworkRecord, _ isOver: @escaping @Sendable (DHCPLease) -> Bool
    ) async throws(HypervisorError) {
        if settings.isTestDriver { return }
        let name = network.libvirtName
        let leases = try await read { connection throws(LibvirtError) -> [DHCPLease] in
            guard let found = try connection.existingNetwork(name), try found.isActive() else { return [] }
            return try found.dhcpLeases().filter(isOver)
        }
        let over = leases.compactMap { lease in
            lease.mac.map { LeaseRelease.Lease(bridge: network.bridge, address: lease.address, mac: $0) }
        }
        await LeaseRelease(logger: logger).release(over)
    }

    package func strayReservations(
        of network: NetworkRecord, known ports: [PortRecord]
    ) async throws(HypervisorError) -> [String] {
        let name = network.libvirtName
        let xml = try await read { connection throws(LibvirtError) in
            try connection.existingNetwork(name)?.xmlDescription()
        }
        guard let xml else { return [] }
        do {
            let present = try NetworkDocument(xml: xml).reservations
            let known = Self.reservations(of: ports, in: network)
            return ReservationPlan.strays(in: present, of: network, knowing: known).map(\.summary)
        } catch {
            throw HypervisorError(error)
        }
    }

    package func reconcileReservations(
        of network: NetworkRecord, ports: [PortRecord], leaving unsettled: [PortRecord]
    ) async throws(HypervisorError) {
        guard network.servesDHCP else { return }
        let wanted = Self.reservations(of: ports, in: network)
        let left = Self.reservations(of: unsettled, in: network)
        try await changeReservations(of: network) { .reconciling(wanted, leaving: left, of: network, with: $0) }
    }

    package func restoreReservations(
        of network: NetworkRecord, ports: [PortRecord]
    ) async throws(HypervisorError) {
        let wanted = Self.reservations(of: ports, in: network)
        guard network.servesDHCP, !wanted.isEmpty else { return }
        try await changeReservations(of: network) { .restoring(wanted, into: $0) }
    }

    private static func reservations(of ports: [PortRecord], in network: NetworkRecord) -> [DHCPHost] {
        ports.filter { $0.network == network.id }.compactMap { DHCPHost($0, in: network, hostname: nil) }
    }

    private static func key(of network: NetworkRecord) -> LaneKey { LaneKey("network \(network.libvirtName)") }

    /// Reads the reservations, decides, and changes them. One at a time for a network in this process; another one may
    /// come between, so a refusal is answered by looking again. What is there afterwards is kept in mind.
    private func changeReservations(
        of network: NetworkRecord, _ decide: @escaping @Sendable ([DHCPHost]) -> ReservationPlan
    ) async throws(HypervisorError) {
        let name = network.libvirtName
        try await change(on: Self.key(of: network)) { [self] connection throws(LibvirtError) in
            guard let found = try connection.existingNetwork(name) else { return }
            var attempt = 1
            while true {
                do throws(LibvirtError) {
                    let present = try found.change(decide)
                    return remember(present, of: network)
                } catch {
                    memory.withLock { $0.standing[name] = nil }
                    guard error.code == .operationInvalid, attempt < 3 else { throw error }
                    attempt += 1
                }
            }
        }
    }

    private func remember(_ present: [DHCPHost], of network: NetworkRecord) {
        let standing = present.filter { $0.stands(in: network) }
        let addresses = Set(standing.compactMap { $0.address.flatMap { Compute.IPv4Address($0) } })
        memory.withLock { $0.standing[network.libvirtName] = addresses }
    }

    /// Defines the ports' filter, or brings one of an older version up to date: once, then only looks whether it is there.
    private func ensureFilter() async throws(HypervisorError) {
        if settings.isTestDriver { return }
        let isKnown = memory.withLock { $0.knowsFilter }
        try await change(on: LaneKey("filter \(PortFilter.name)")) { connection throws(LibvirtError) in
            let present = try connection.existingFilter(PortFilter.name)
            if present != nil, isKnown { return }
            var document = PortFilter.document
            if let present {
                // One that can't be read is not ours of today.
                let text = try present.xmlDescription()
                let old = try? NWFilterDocument(xml: text)
                if old?.entries == document.entries { return }
                document.uuid = try present.uuid().uuidString.lowercased()
            }
            let xml: String
            do { xml = try document.xml() } catch { throw LibvirtError(.xmlError, message: "\(error)") }
            _ = try connection.defineFilter(xml: xml)
        }
        memory.withLock { $0.knowsFilter = true }
    }
}

extension NetworkRecord {
    var servesDHCP: Bool { subnets.contains(where: \.isDHCPEnabled) }
}

extension Network {
    /// Whether it is the record's own from before the record was changed, and nobody is plugged in: the configuration may
    /// change a network as long as it is unused.
    fileprivate func isOutdated(by record: NetworkRecord) throws(LibvirtError) -> Bool {
        guard try uuid().uuidString.lowercased() == record.id.text else { return false }
        let text = try xmlDescription()
        // One that can't be read is left as it is: starting it says what is wrong.
        guard let document = try? NetworkDocument(xml: text) else { return false }
        let wanted = NetworkDocument(record)
        return (document.connections ?? 0) == 0
            && (document.difference(from: record) != nil || document.mtu != wanted.mtu
                || document.dnsmasqOptions != wanted.dnsmasqOptions
                || document.lacksStandingReservations(of: record))
    }

    fileprivate func startOnce() throws(LibvirtError) {
        do {
            try create()
        } catch {
            guard error.code == .operationInvalid, try isActive() else { throw error }
        }
    }

    /// Changes the running network and its definition, each by what it has: they may differ. Where they don't, in one
    /// call: the lane and libvirt's client are waited for once.
    /// - Returns: what both have afterwards, or the one that there is.
    fileprivate func change(_ decide: ([DHCPHost]) -> ReservationPlan) throws(LibvirtError) -> [DHCPHost] {
        let live = try isActive() ? try reservations(inactive: false) : nil
        let config = try isPersistent() ? try reservations(inactive: true) : nil
        let (livePlan, configPlan) = (live.map(decide), config.map(decide))
        if let livePlan, livePlan == configPlan {
            try change([.live, .config], livePlan)
        } else {
            if let livePlan { try change(.live, livePlan) }
            if let configPlan { try change(.config, configPlan) }
        }
        let running = live.flatMap { livePlan?.applied(to: $0) }
        let defined = config.flatMap { configPlan?.applied(to: $0) }
        guard let running, let defined else { return running ?? defined ?? [] }
        let pairs = Set(defined.map(\.pair))
        return running.filter { pairs.contains($0.pair) }
    }

    private func reservations(inactive: Bool) throws(LibvirtError) -> [DHCPHost] {
        let xml: String
        do throws(LibvirtError) {
            xml = try xmlDescription(inactive: inactive)
        } catch {
            // libvirt's test driver keeps one document for both.
            guard error.code == .invalidArg else { throw error }
            xml = try xmlDescription()
        }
        do {
            return try NetworkDocument(xml: xml).reservations
        } catch {
            throw LibvirtError(.xmlError, message: "the network's document can't be read: \(error)")
        }
    }

    private func change(_ flags: UpdateFlags, _ plan: ReservationPlan) throws(LibvirtError) {
        for host in plan.removals { try updateDHCPHost(.delete, host, flags) }
        for host in plan.additions { try updateDHCPHost(.addLast, host, flags) }
    }

    private func updateDHCPHost(
        _ command: UpdateCommand, _ host: DHCPHost, _ flags: UpdateFlags
    ) throws(LibvirtError) {
        let xml: String
        do { xml = try host.xml() } catch { throw LibvirtError(.xmlError, message: "\(error)") }
        try updateDHCPHost(command, xml: xml, flags)
    }
}
