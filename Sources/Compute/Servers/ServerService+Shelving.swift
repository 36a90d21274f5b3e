/// Where a server is to be unshelved.
package struct UnshelveTarget: Sendable, Hashable {
    /// That the server is pinned to from then on; nil: to none.
    package var zone: Setting<String?> = .keep
    package var host: HostName?

    package init(zone: Setting<String?> = .keep, host: HostName? = nil) {
        self.zone = zone
        self.host = host
    }

    fileprivate var isAny: Bool { zone == .keep && host == nil }
}

extension ServerService {
    /// Powers the server off and keeps its root disk as an image, queued when this returns.
    package func shelve(_ id: ServerID, in scope: Scope, origin: Origin) async throws(ComputeError) {
        let image = ImageID(world.makeUUID())
        try await beginImage(
            image, by: ShelveServer(server: id, image: image), .shelve, task: .shelving, in: scope, origin: origin
        ) { server in
            NewServerImage(
                name: String(server.name.prefix(Self.longestName - Self.suffix.count)) + Self.suffix, kind: .snapshot,
                metadata: [:], hasMetadataLimit: false)
        }
    }

    private static var suffix: String { "-shelved" }
    /// Characters of an image's name.
    private static var longestName: Int { 255 }

    /// Takes a shelved server from its host.
    package func shelveOffload(_ id: ServerID, in scope: Scope, origin: Origin) async throws(ComputeError) {
        try await begin(
            OffloadServer(server: id), .shelveOffload, task: .shelvingOffloading, in: scope, origin: origin)
    }

    /// Takes a shelved server, whose time on its host is up, from there.
    /// - Throws: `.conflict` when the server has changed since it was read.
    func offload(_ seen: ServerRecord) async throws(ComputeError) {
        try await again(OffloadServer(server: seen.id), task: .shelvingOffloading, on: seen)
    }

    /// Starts a shelved server; one that has no host any more is given one.
    /// - Parameter target: only for the latter.
    /// - Throws: `.invalid` for a zone or host that there is none of, `.conflict` for a host that is not in the zone.
    package func unshelve(
        _ id: ServerID, to target: UnshelveTarget, in scope: Scope, origin: Origin
    ) async throws(ComputeError) {
        let seen = try await show(id, in: scope, with: [])
        try Self.checkUnshelve(seen, to: target, for: origin)
        try await planning.check(target, for: seen)
        let present = try newAction(UnshelveServer(server: id), origin)
        let away = try newAction(UnshelveOffloadedServer(server: id, onlyHost: target.host), origin)
        _ = try await servers.change(id, in: scope, facets: []) { server throws(ComputeError) in
            try Self.checkUnshelve(server, to: target, for: origin)
            let change = ServerChange {
                $0.taskState = .set(.unshelving)
                $0.progress = .set(0)
                $0.pinnedAvailabilityZone = target.zone
            }
            return ServerDecision(change: change, action: server.vmState == .shelved ? present : away)
        }
        wake(id)
    }

    private static func checkUnshelve(
        _ server: ServerRecord, to target: UnshelveTarget, for origin: Origin
    ) throws(ComputeError) {
        try ServerRule.unshelve.check(server, for: origin)
        guard server.vmState == .shelvedOffloaded || target.isAny else {
            throw .conflict(
                "Specifying an availability zone or a host when unshelving server \"\(server.id)\" with status "
                    + "\"\(server.vmState.rawValue)\" is not supported. The server status must be SHELVED_OFFLOADED.")
        }
    }
}

extension CreateServerPlanning {
    fileprivate func check(_ target: UnshelveTarget, for server: ServerRecord) async throws(ComputeError) {
        if target.isAny { return }
        let known = try await hosts.hosts()
        var zone = server.pinnedAvailabilityZone
        if case .set(let wanted) = target.zone {
            zone = wanted
            if let wanted, !known.contains(where: { $0.zone == wanted && !$0.isDisabled }) {
                throw .invalid("The requested availability zone '\(wanted)' is not available")
            }
        }
        guard let name = target.host else { return }
        guard let host = known.first(where: { $0.name == name }) else {
            throw .invalid("Compute host \(name) could not be found.")
        }
        if let zone, host.zone != zone {
            throw .conflict("Host \"\(name)\" is not in the availability zone \"\(zone)\".")
        }
    }
}
