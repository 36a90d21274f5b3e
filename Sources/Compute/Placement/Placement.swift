/// Chooses a host for a server: filters, then the one with most free memory. Pure, so that it can be tested by tables.
package struct Placement: Sendable {
    /// How every refusal begins, and all of it that a user is told.
    static let refusal = "No valid host was found."

    private let settings: ComputeSettings

    package init(settings: ComputeSettings) {
        self.settings = settings
    }

    /// - Throws: `.conflict` whose text begins with "No valid host was found" and says for each host why not.
    package func choose(
        for server: ServerRecord, among candidates: [HostCandidate], at now: Timestamp
    ) throws(ComputeError) -> HostRecord {
        var reasons: [String] = []
        var best: (host: HostRecord, free: Int)?
        for candidate in candidates {
            if let reason = refusal(of: candidate, for: server, at: now) {
                reasons.append("\(candidate.host.name): \(reason)")
                continue
            }
            let free = memoryCapacity(of: candidate.host) - candidate.usage.memoryMB
            if best.map({ free > $0.free }) ?? true { best = (candidate.host, free) }
        }
        if let best { return best.host }
        let why = reasons.isEmpty ? "no compute host is registered" : reasons.sorted().joined(separator: "; ")
        throw .conflict("\(Self.refusal) \(why)")
    }

    /// Whether the server's own host has room for a resize, for which the server holds everything already.
    /// - Throws: as `choose`.
    package func check(
        resizeOf server: ServerRecord, among candidates: [HostCandidate], at now: Timestamp
    ) throws(ComputeError) {
        let held = server.holdings
        var resized = server
        (resized.flavor.vcpus, resized.flavor.ram) = (held.vcpus, held.ram)
        (resized.flavor.disk, resized.flavor.ephemeral, resized.flavor.swap) = (held.disk, 0, 0)
        let own = candidates.filter { $0.host.name == server.host }.map { candidate in
            var rest = candidate
            rest.usage.vcpus -= held.vcpus
            rest.usage.memoryMB -= held.ram
            rest.usage.diskGB -= held.disk
            return rest
        }
        _ = try choose(for: resized, among: own, at: now)
    }

    /// Why this host can't take the server; nil when it can.
    private func refusal(of candidate: HostCandidate, for server: ServerRecord, at now: Timestamp) -> String? {
        let host = candidate.host
        guard !host.isDisabled else { return "disabled" }
        guard host.isUp(at: now, downAfter: settings.serviceDownAfter) else { return "down" }
        if let zone = server.pinnedAvailabilityZone, zone != host.zone {
            return "is in zone \(host.zone), \(zone) was asked for"
        }
        guard let figures = host.figures else { return "has not reported its capacity yet" }
        if let reason = virtTypeRefusal(figures, server) { return reason }
        if let reason = offersRefusal(host, server) { return reason }
        return capacityRefusal(figures, candidate, server)
    }

    private func virtTypeRefusal(_ figures: HostFigures, _ server: ServerRecord) -> String? {
        guard let wanted = server.image?.properties["img_hv_type"] else { return nil }
        guard let type = VirtType(rawValue: wanted.lowercased()) else { return "can't run \(wanted) guests" }
        return figures.virtTypes.contains(type) ? nil : "can't run \(type.rawValue) guests"
    }

    private func offersRefusal(_ host: HostRecord, _ server: ServerRecord) -> String? {
        guard let image = server.image, let properties = try? GuestProperties(image: image, flavor: server.flavor)
        else {
            return nil
        }
        return host.lack(of: properties).map { "has \($0)" }
    }

    private func capacityRefusal(
        _ figures: HostFigures, _ candidate: HostCandidate, _ server: ServerRecord
    ) -> String? {
        let flavor = server.flavor
        let cpus = Int(Double(figures.vcpus - settings.reservedCPUs) * settings.cpuRatio)
        if flavor.vcpus > figures.vcpus { return "has \(figures.vcpus) CPUs, \(flavor.vcpus) vCPUs were asked for" }
        if candidate.usage.vcpus + flavor.vcpus > cpus {
            return "has \(max(0, cpus - candidate.usage.vcpus)) vCPUs left, \(flavor.vcpus) were asked for"
        }
        let memory = memoryCapacity(of: candidate.host)
        if candidate.usage.memoryMB + flavor.ram > memory {
            return "has \(max(0, memory - candidate.usage.memoryMB)) MiB of memory left, \(flavor.ram) were asked for"
        }
        let disk = Int(Double(figures.localGB * 1024 - settings.reservedDisk) * settings.diskRatio) / 1024
        let wanted = flavor.disk + flavor.ephemeral + (flavor.swap + 1023) / 1024
        if candidate.usage.diskGB + wanted > disk {
            return "has \(max(0, disk - candidate.usage.diskGB)) GiB of disk left, \(wanted) were asked for"
        }
        return nil
    }

    private func memoryCapacity(of host: HostRecord) -> Int {
        Int(Double((host.figures?.memoryMB ?? 0) - settings.reservedMemory) * settings.memoryRatio)
    }
}
