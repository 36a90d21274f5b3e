/// Other flavors for servers, and what ends the time in which that can be taken back.
extension ServerService {
    /// - Parameters:
    ///   - reference: a flavor's id, or a URL that ends with it.
    ///   - automaticDiskConfig: nil keeps what the server has.
    /// - Throws: `.invalid` for a flavor that the server can't have, `.overQuota` when its project has no room for it.
    package func resize(
        _ id: ServerID, to reference: String, automaticDiskConfig: Bool?, in scope: Scope, origin: Origin
    ) async throws(ComputeError) {
        let seen = try await show(id, in: scope, with: [])
        // A wrong state is told before a wrong flavor.
        try ServerRule.resize.check(seen, for: origin)
        try await requireHost(of: seen)
        let flavor = try await planning.flavor(
            reference, for: scope == .everything ? nil : seen.projectID, unless: seen.flavor.id)
        try await disks.requireRoom()
        let new = try newAction(ResizeServer(server: id), origin)
        let (limits, hosts) = (settings.limits, try await planning.hosts.hosts())
        _ = try await servers.change(id, in: scope, facets: []) { server throws(ComputeError) in
            try ServerRule.resize.check(server, for: origin)
            try server.requireNoOpenResize()
            try server.checkResize(to: flavor)
            var resize = ServerResize(old: server.flavor, new: flavor, wasActive: server.vmState == .active)
            resize.status = .requested
            let change = ServerChange {
                $0.taskState = .set(.resizePrep)
                $0.progress = .set(0)
                $0.resize = .set(resize)
                if let automaticDiskConfig { $0.automaticDiskConfig = .set(automaticDiskConfig) }
            }
            let held = server.holdings
            let more = ProjectUsage(cores: max(0, flavor.vcpus - held.vcpus), ram: max(0, flavor.ram - held.ram))
            var decision = ServerDecision(change: change, action: new, claim: QuotaClaim(more, limits: limits))
            decision.refusal = server.refusal(of: flavor, on: hosts, automaticDiskConfig: automaticDiskConfig)
            return decision
        }
        wake(id)
    }

    /// Keeps the new flavor for good.
    package func confirmResize(_ id: ServerID, in scope: Scope, origin: Origin) async throws(ComputeError) {
        let seen = try await show(id, in: scope, with: [])
        try ServerRule.confirmResize.check(seen, for: origin)
        try seen.requireFinishedResize()
        try await requireHost(of: seen)
        try await confirmResize(id, in: scope, origin: origin) { _ throws(ComputeError) in }
    }

    /// Confirms a resize whose time is up.
    /// - Throws: `.conflict` when the server has changed since it was read.
    func confirmResize(of seen: ServerRecord) async throws(ComputeError) {
        let origin = Origin(
            requestID: "req-" + world.makeUUID(), userID: nil, projectID: nil, passesLocks: true)
        try await confirmResize(seen.id, in: .everything, origin: origin) { server throws(ComputeError) in
            try server.checkUnchanged(since: seen)
        }
    }

    /// There is no task: what is changed is only what could be taken back.
    private func confirmResize(
        _ id: ServerID, in scope: Scope, origin: Origin,
        _ check: @escaping @Sendable (ServerRecord) throws(ComputeError) -> Void
    ) async throws(ComputeError) {
        let new = try newAction(ConfirmResize(server: id), origin)
        _ = try await servers.change(id, in: scope, facets: []) { server throws(ComputeError) in
            try check(server)
            try ServerRule.confirmResize.check(server, for: origin)
            try server.requireFinishedResize()
            return ServerDecision(change: ServerChange { $0.resizeStatus = .set(.confirming) }, action: new)
        }
        wake(id)
    }

    /// Brings the server back to the flavor and the disks from before.
    package func revertResize(_ id: ServerID, in scope: Scope, origin: Origin) async throws(ComputeError) {
        let new = try newAction(RevertResize(server: id), origin)
        _ = try await servers.change(id, in: scope, facets: []) { server throws(ComputeError) in
            try ServerRule.revertResize.check(server, for: origin)
            try server.requireFinishedResize()
            return ServerDecision(
                change: ServerChange {
                    $0.taskState = .set(.resizeReverting)
                    $0.progress = .set(0)
                }, action: new)
        }
        wake(id)
    }

    /// Moves the server to another host, while it is off.
    /// - Parameter target: its name; nil for any.
    /// - Throws: `.invalid` for a host that is unknown, or the server's own.
    package func migrate(
        _ id: ServerID, to target: HostName?, in scope: Scope, origin: Origin
    ) async throws(ComputeError) {
        let seen = try await show(id, in: scope, with: [])
        try ServerRule.migrate.check(seen, for: origin)
        try await requireHost(of: seen)
        if let target {
            guard try await planning.hosts.hosts().contains(where: { $0.name == target }) else {
                throw .invalid("Compute host \(target) could not be found.")
            }
            guard target != seen.host else {
                throw .invalid("Unable to migrate instance \(id) to host \(target): it is there already.")
            }
        }
        try await begin(
            MigrateServer(server: id, target: target), .migrate, task: .resizePrep, in: scope, origin: origin)
    }

    /// - Throws: `.conflict` while the server's host does not report.
    private func requireHost(of server: ServerRecord) async throws(ComputeError) {
        let host = try await planning.hosts.hosts().first { $0.name == server.host }
        guard host?.isUp(at: world.now(), downAfter: settings.serviceDownAfter) == true else {
            throw .conflict("Service is unavailable at this time.")
        }
    }
}

extension CreateServerPlanning {
    /// - Parameter present: the flavor that the server has, which is no other one.
    fileprivate func flavor(
        _ reference: String, for project: ProjectID?, unless present: String
    ) async throws(ComputeError) -> ServerFlavor {
        let id = Self.flavorID(in: reference)
        let flavor = try await usableFlavor(id, for: project, mayBeDisabled: id == present)
        guard id != present else { throw .invalid("When resizing, instances must change flavor!") }
        return flavor.embedded
    }
}

extension ServerRecord {
    fileprivate func requireFinishedResize() throws(ComputeError) {
        guard resize?.status == .finished else { throw .invalid("Instance has not been resized.") }
    }

    /// After an administrator's reset of the state one goes on that would lose its record to the next.
    fileprivate func requireNoOpenResize() throws(ComputeError) {
        guard resize?.status == .requested || resize?.status == .running else { return }
        throw .conflict(
            "An earlier resize of instance \(id) has not come to its end. Wait for it, or reboot the server hard.")
    }

    fileprivate func checkResize(to new: ServerFlavor) throws(ComputeError) {
        guard new.id != flavor.id else { throw .invalid("When resizing, instances must change flavor!") }
        if new.disk == 0, flavor.disk != 0 {
            throw .invalid(
                "Server disk was unable to be resized because: Resize to zero disk flavor is not allowed.")
        }
    }

    /// What speaks against a flavor, as far as it can be told without looking at the server's disks.
    fileprivate func refusal(
        of new: ServerFlavor, on hosts: [HostRecord], automaticDiskConfig: Bool?
    ) -> ComputeError? {
        guard let image else { return nil }
        do throws(ComputeError) {
            try image.check(automaticDiskConfig: automaticDiskConfig)
            try new.checkMemory(forImageOf: image.minRAM)
            try new.checkDisk(forImageOf: image.minDisk)
            try hosts.requireOffers(for: GuestProperties(image: image, flavor: new))
            return nil
        } catch {
            return error
        }
    }
}
