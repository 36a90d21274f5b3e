package import Logging

/// Takes up what earlier runs left without an action, before anything else happens: nobody would ever end it otherwise.
///
/// A delete that failed is tried again: its user wants the server gone, and what stood in the way may be mended. So is the
/// confirmation of a resize, of which some may be done, whatever state the server was brought to since. A server in the
/// middle of a task that no action works on was left there by an action whose last change was refused.
package struct Resumption: Sendable {
    private let servers: any ServerStore
    private let service: ServerService
    /// Servers with an open action.
    private let busy: @Sendable () async throws(ComputeError) -> Set<ServerID>
    private let host: HostName
    private let logger: Logger

    package init(
        servers: any ServerStore, service: ServerService, host: HostName, logger: Logger,
        busy: @escaping @Sendable () async throws(ComputeError) -> Set<ServerID>
    ) {
        self.servers = servers
        self.service = service
        self.busy = busy
        self.host = host
        self.logger = logger
    }

    /// To be run while no action does.
    package func run() async throws(ComputeError) {
        // Those on no host too: nobody else looks after them.
        let known = try await servers.servers(on: host, facets: []) + servers.servers(on: nil, facets: [])
        let busy = try await busy()
        for server in known where !busy.contains(server.id) {
            if try await isToBeDeleted(server) {
                try await service.again(DeleteServer(server: server.id), task: .deleting, on: server)
                logger.notice("deleting a server again", metadata: ["server": "\(server.id)"])
            } else if server.taskState == .softDeleting {
                try await service.again(SoftDeleteServer(server: server.id), task: .softDeleting, on: server)
                logger.notice("soft-deleting a server again", metadata: ["server": "\(server.id)"])
            } else if server.taskState == nil, server.resize?.status == .confirming {
                try await service.again(ConfirmResize(server: server.id), task: nil, on: server)
                logger.notice("confirming a resize again", metadata: ["server": "\(server.id)"])
            } else if let task = server.taskState {
                try await service.giveUpTask(of: server)
                logger.warning(
                    "a server's task had no action any more", metadata: ["server": "\(server.id)", "task": "\(task)"])
            }
        }
    }

    private func isToBeDeleted(_ server: ServerRecord) async throws(ComputeError) -> Bool {
        if let task = server.taskState { return task == .deleting }
        guard server.vmState == .error else { return false }
        guard let last = try await servers.actions(of: server.id, ActionQuery(page: Page(limit: 1))).first,
            last.name == DeleteServer(server: server.id).name
        else { return false }
        // A soft delete has the same name; what it failed to put aside is not to be lost.
        return try await servers.action(last.requestID, of: server.id)?.events.last?.name == DeleteServer.event
    }
}

extension ServerService {
    /// What the guest does is looked at afterwards, as with any server without a task.
    fileprivate func giveUpTask(of seen: ServerRecord) async throws(ComputeError) {
        let change = ServerChange {
            $0.taskState = .set(nil)
            if seen.resize?.status == .requested { $0.resize = .set(nil) }
            guard seen.vmState == .building else { return }
            $0.vmState = .set(.error)
            $0.fault = .set(
                ServerFault(
                    code: 500, message: "The server's creation was lost on the host. Delete it and create it again.",
                    details: "No action works on its task any more.", createdAt: Timestamp(microseconds: 0)))
        }
        _ = try await servers.change(seen.id, in: .everything, facets: []) { server throws(ComputeError) in
            try server.checkUnchanged(since: seen)
            return ServerDecision(change: change)
        }
    }
}
