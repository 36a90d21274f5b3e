/// Deleting servers, at once or so that they can be restored for a while.
extension ServerService {
    /// In any state. Where deletions are deferred, a server that has run and is on a host is only put aside; one that is put
    /// aside already stays so, and one that is shelved away from its host has nothing there that could be kept. A second
    /// delete while the first one runs is accepted and changes nothing.
    package func delete(_ id: ServerID, in scope: Scope, origin: Origin) async throws(ComputeError) {
        let now = try newAction(DeleteServer(server: id), origin)
        let later = try newAction(SoftDeleteServer(server: id), origin)
        let defers = settings.reclaimInterval > 0
        try await delete(id, in: scope, origin: origin) { server in
            guard defers, server.launchedAt != nil, server.host != nil, !server.isShelvedAway else {
                return (now, .deleting)
            }
            return server.vmState == .softDeleted && server.taskState == nil ? nil : (later, .softDeleting)
        }
    }

    /// At once and in any state, also of a server that is being put aside.
    package func forceDelete(_ id: ServerID, in scope: Scope, origin: Origin) async throws(ComputeError) {
        let new = try newAction(DeleteServer(server: id), origin)
        try await delete(id, in: scope, origin: origin) { _ in (new, .deleting) }
    }

    /// - Parameter choose: nil when there is nothing to do.
    private func delete(
        _ id: ServerID, in scope: Scope, origin: Origin,
        _ choose: @escaping @Sendable (ServerRecord) -> (action: NewServerAction, task: TaskState)?
    ) async throws(ComputeError) {
        _ = try await servers.change(id, in: scope, facets: []) { server throws(ComputeError) in
            try ServerRule.delete.check(server, for: origin)
            guard server.taskState != .deleting, let (action, task) = choose(server), server.taskState != task
            else { return .nothing }
            let change = ServerChange {
                $0.taskState = .set(task)
                $0.progress = .set(0)
            }
            return ServerDecision(change: change, action: action)
        }
        wake(id)
    }

    /// Brings a soft-deleted server back, if its project has room for it.
    package func restore(_ id: ServerID, in scope: Scope, origin: Origin) async throws(ComputeError) {
        let new = try newAction(RestoreServer(server: id), origin)
        let limits = settings.limits
        let change = ServerChange { [now = world.now()] in
            $0.taskState = .set(.restoring)
            $0.progress = .set(0)
            // If it fails its user has the whole time once more.
            $0.softDeletedAt = .set(now)
        }
        _ = try await servers.change(id, in: scope, facets: []) { server throws(ComputeError) in
            try ServerRule.restore.check(server, for: origin)
            let amount = ProjectUsage(instances: 1, cores: server.flavor.vcpus, ram: server.flavor.ram)
            return ServerDecision(change: change, action: new, claim: QuotaClaim(amount, limits: limits))
        }
        wake(id)
    }

    /// Deletes a soft-deleted server whose time is up.
    /// - Throws: `.conflict` when the server has changed since it was read.
    func reclaim(_ seen: ServerRecord) async throws(ComputeError) {
        try await again(DeleteServer(server: seen.id), task: .deleting, on: seen)
    }

    /// Powers the guest off that runs though its server is soft-deleted.
    /// - Throws: `.conflict` when the server has changed since it was read.
    func putAsideAgain(_ seen: ServerRecord) async throws(ComputeError) {
        try await again(SoftDeleteServer(server: seen.id), task: .softDeleting, on: seen)
    }

    /// Does to a server what its user has wanted long ago.
    /// - Parameter task: nil for an action that has none.
    /// - Throws: `.conflict` when the server has changed since it was read.
    func again(
        _ action: some ServerDurableAction, task: TaskState?, on seen: ServerRecord
    ) async throws(ComputeError) {
        let origin = Origin(
            requestID: "req-" + world.makeUUID(), userID: nil, projectID: nil, passesLocks: true)
        let new = try newAction(action, origin)
        let change = ServerChange { $0.taskState = .set(task) }
        _ = try await servers.change(seen.id, in: .everything, facets: []) { server throws(ComputeError) in
            try server.checkUnchanged(since: seen)
            return ServerDecision(change: change, action: new)
        }
        wake(seen.id)
    }

    func newAction(
        _ action: some ServerDurableAction, _ origin: Origin
    ) throws(ComputeError) -> NewServerAction {
        try NewServerAction(action, origin: origin, host: settings.host, world: world)
    }
}
