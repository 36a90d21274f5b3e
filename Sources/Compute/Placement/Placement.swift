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
    ) throws(ComputeError) -> HostChoice {
        var reasons: [String] = []
        var best: (choice: HostChoice, free: Int)?
        let request = server.tuning
        for candidate in candidates {
            switch fit(server, request, into: candidate, at: now) {
            case .refused(let reason): reasons.append("\(candidate.host.name): \(reason)")
            case .fits(let claim):
                let free = memoryCapacity(of: candidate.host) - candidate.usage.memoryMB
                if best.map({ free > $0.free }) ?? true {
                    best = (HostChoice(host: candidate.host, claim: claim), free)
                }
            }
        }
        if let best { return best.choice }
        let why = reasons.isEmpty ? "no compute host is registered" : reasons.sorted().joined(separator: "; ")
        throw .conflict("\(Self.refusal) \(why)")
    }

    /// Whether the server's own host has room for a resize.
    /// - Parameter candidate: that host, whose usage has no claim of the server itself.
    /// - Throws: as `choose`.
    package func check(
        resizeOf server: ServerRecord, on candidate: HostCandidate, at now: Timestamp
    ) throws(ComputeError) {
        guard let resize = server.resize else { throw .conflict("\(Self.refusal) the server has no resize") }
        let (wanted, held) = (server.holdings, server.heldOnHost)
        var own = candidate
        var resized = server
        (resized.flavor.vcpus, resized.flavor.ram) = (wanted.vcpus, wanted.ram)
        (resized.flavor.disk, resized.flavor.ephemeral, resized.flavor.swap) = (wanted.disk, 0, 0)
        own.usage.vcpus -= held.vcpus
        own.usage.memoryMB -= held.ram
        own.usage.diskGB -= held.disk
        let floating = [resize.old, resize.new].map { flavor in
            var server = server
            server.flavor = flavor
            return flavor.vcpus - (server.tuning?.dedicatedCount ?? 0)
        }
        if let reason = refusal(of: own, for: resized, floating: floating.max() ?? 0, at: now) {
            throw .conflict("\(Self.refusal) \(own.host.name): \(reason)")
        }
    }

    /// What the server holds of a host beside numbers of CPUs, MiB and GiB, taken anew: for a server that stays where it is.
    /// - Parameter candidate: its host, whose usage has no claim of the server itself.
    /// - Throws: as `choose`; nil when its flavor and image want nothing of the kind.
    package func claim(
        for server: ServerRecord, on candidate: HostCandidate
    ) throws(ComputeError) -> TuningClaim? {
        switch Self.claim(server.tuning, on: candidate) {
        case .fits(let claim): return claim
        case .refused(let reason): throw .conflict("\(Self.refusal) \(candidate.host.name): \(reason)")
        }
    }

    private enum Fit {
        case fits(TuningClaim?)
        /// In words that follow the host's name.
        case refused(String)
    }

    private func fit(
        _ server: ServerRecord, _ request: TuningRequest?, into candidate: HostCandidate, at now: Timestamp
    ) -> Fit {
        let floating = server.flavor.vcpus - (request?.dedicatedCount ?? 0)
        if let reason = refusal(of: candidate, for: server, floating: floating, at: now) { return .refused(reason) }
        return Self.claim(request, on: candidate)
    }

    private static func claim(_ request: TuningRequest?, on candidate: HostCandidate) -> Fit {
        guard let request else { return .fits(nil) }
        guard let processors = candidate.host.figures?.processors else {
            return .refused("has not reported its NUMA cells yet")
        }
        let fit = HostFit(processors, claims: candidate.usage.claims)
        return fit.claim(request).map { .fits($0) } ?? .refused(fit.refusal(request))
    }

    /// Why this host can't take the server; nil when it can.
    /// - Parameter floating: how many virtual CPUs need room on the shared processors.
    private func refusal(
        of candidate: HostCandidate, for server: ServerRecord, floating: Int, at now: Timestamp
    ) -> String? {
        let host = candidate.host
        guard !host.isDisabled else { return "disabled" }
        guard host.isUp(at: now, downAfter: settings.serviceDownAfter) else { return "down" }
        if let zone = server.pinnedAvailabilityZone, zone != host.zone {
            return "is in zone \(host.zone), \(zone) was asked for"
        }
        guard let figures = host.figures else { return "has not reported its capacity yet" }
        if let reason = virtTypeRefusal(figures, server) { return reason }
        if let reason = offersRefusal(host, server) { return reason }
        return cpuRefusal(figures, candidate.usage, floating: floating)
            ?? capacityRefusal(figures, candidate, server)
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

    /// Pinned virtual CPUs are counted by themselves, one for each dedicated processor.
    private func cpuRefusal(_ figures: HostFigures, _ usage: HostUsage, floating: Int) -> String? {
        let shared = figures.processors?.shared.count ?? figures.vcpus
        guard floating > 0 else { return nil }
        if floating > shared { return "has \(shared) CPUs, \(floating) vCPUs were asked for" }
        let most = Int(Double(shared - settings.reservedCPUs) * settings.cpuRatio)
        let left = most - (usage.vcpus - usage.pinnedCPUs)
        return floating > left ? "has \(max(0, left)) vCPUs left, \(floating) were asked for" : nil
    }

    private func capacityRefusal(
        _ figures: HostFigures, _ candidate: HostCandidate, _ server: ServerRecord
    ) -> String? {
        let flavor = server.flavor
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
