/// Changes that are nothing but records: no guest is touched.
extension ServerService {
    /// A server that its owner locks stays as it is when it is locked; anybody else's lock is an administrator's and takes
    /// the place of the owner's.
    /// - Parameter reason: nil keeps the one that there is.
    package func lock(
        _ id: ServerID, reason: String?, in scope: Scope, origin: Origin
    ) async throws(ComputeError) {
        try await record("lock", event: "api_lock", id, in: scope, origin: origin) { server throws(ComputeError) in
            let holder = ServerLock.Holder(of: server, for: origin)
            if server.lock != nil, holder == .owner { return nil }
            let lock = ServerLock(holder: holder, reason: reason ?? server.lock?.reason)
            return ServerChange { $0.lock = .set(lock) }
        }
    }

    /// - Parameters:
    ///   - mayOverride: whether the caller may take away the lock of an administrator, or as one the owner's.
    ///   - refusal: what is said otherwise.
    package func unlock(
        _ id: ServerID, mayOverride: Bool, otherwise refusal: String, in scope: Scope, origin: Origin
    ) async throws(ComputeError) {
        try await record("unlock", event: "api_unlock", id, in: scope, origin: origin) {
            server throws(ComputeError) in
            let isOwn = server.lock.map { $0.holder == .init(of: server, for: origin) } ?? true
            guard isOwn || mayOverride else { throw .forbidden(refusal) }
            return ServerChange { $0.lock = .set(nil) }
        }
    }

    /// Says what a server's state is, whatever it was; the guest, the fault and the power state stay as they are.
    package func resetState(
        _ id: ServerID, to state: VMState, in scope: Scope, origin: Origin
    ) async throws(ComputeError) {
        try await record("resetState", event: nil, id, in: scope, origin: origin) { _ throws(ComputeError) in
            ServerChange {
                $0.vmState = .set(state)
                $0.taskState = .set(nil)
            }
        }
    }

    /// There is nothing to inject: guests read their network's state by DHCP.
    package func injectNetworkInfo(_ id: ServerID, in scope: Scope, origin: Origin) async throws(ComputeError) {
        try ServerRule.injectNetworkInfo.check(try await show(id, in: scope, with: []), for: origin)
    }

    /// - Parameter decide: nil when there is nothing to do, and nothing to write down.
    private func record(
        _ name: String, event: String?, _ id: ServerID, in scope: Scope, origin: Origin,
        _ decide: @escaping @Sendable (ServerRecord) throws(ComputeError) -> ServerChange?
    ) async throws(ComputeError) {
        let new = NewServerAction(
            done: name, event: event, to: id, origin: origin, host: settings.host, world: world)
        _ = try await servers.change(id, in: scope, facets: []) { server throws(ComputeError) in
            guard let change = try decide(server) else { return .nothing }
            return ServerDecision(change: change, action: new)
        }
    }
}

extension ServerLock.Holder {
    /// As what the caller locks: everyone of the server's project is its owner.
    fileprivate init(of server: ServerRecord, for origin: Origin) {
        self = server.projectID == origin.projectID ? .owner : .admin
    }
}
