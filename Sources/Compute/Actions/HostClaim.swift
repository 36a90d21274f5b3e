extension ServerActionEnvironment {
    /// Chooses a host for the server and takes its room there, unless it has one already.
    /// - Parameter onlyHost: the one host that the request allows; nil for any.
    func claimHost(for id: ServerID, only onlyHost: HostName?) async throws(ComputeError) -> ServerRecord {
        let record = try await server(id)
        guard record.host == nil else { return record }
        let placement = Placement(settings: settings)
        let now = world.now()
        return try await servers.claimHost(for: id) { server, candidates throws(ComputeError) in
            let allowed = candidates.filter { onlyHost == nil || $0.host.name == onlyHost }
            return try placement.choose(for: server, among: allowed, at: now)
        }
    }
}

extension ServerDurableAction {
    /// The server has no host any more, and its room there is free.
    var hostReleased: [ComputeChange] {
        [
            .bindPorts(of: server, host: nil),
            .server(
                server,
                ServerChange {
                    $0.host = .set(nil)
                    $0.node = .set(nil)
                }),
        ]
    }
}
