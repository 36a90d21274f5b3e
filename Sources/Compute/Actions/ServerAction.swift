package import DurableActions

/// A durable action on one server.
package protocol ServerDurableAction: DurableAction
where Environment == ServerActionEnvironment, Change == ComputeChange {
    var server: ServerID { get }
    /// The API's name for it in `os-instance-actions`.
    var name: String { get }
    /// The one event of it that `os-instance-actions` shows.
    static var event: String { get }
    /// The tasks that are this action's own: while the server has another one, a later request has taken over.
    static var tasks: Set<TaskState> { get }
}

extension ServerDurableAction {
    package static func fault(for error: any Error) -> ActionFault { ActionFaults.fault(for: error) }

    /// A request may be accepted while a delete is under way: after an administrator's reset of the state. What was deleted when
    /// its turn comes stays deleted.
    package func isMoot(in environment: ServerActionEnvironment) async throws -> ActionFault? {
        let record = try await environment.servers.server(
            server, in: .everything, facets: [], includingDeleted: true)
        guard record.deletedAt != nil else { return nil }
        return ActionFault(code: 404, message: "The server has been deleted meanwhile.")
    }

    /// After a crash each step simply runs again: it looks at reality first.
    package static func recovery(at step: Step) -> Recovery { .redo }

    /// A hypervisor or a store that is away for a moment is waited for; other errors of a reversible step are final.
    package static func isWorthRetrying(_ error: any Error, at step: Step) -> Bool {
        if isHypervisorAway(error) { return true }
        if case ComputeError.unavailable = error { return true }
        return !isReversible(at: step)
    }

    /// For steps that have begun what only the hypervisor can end.
    static func isHypervisorAway(_ error: any Error) -> Bool {
        if case HypervisorError.unavailable = error { return true }
        return false
    }

    /// A change of the server's state that yields to whoever has taken the server over meanwhile.
    func change(_ fill: (inout ServerChange) -> Void) -> ComputeChange {
        change(during: Set(Self.tasks.map(Optional.some)), fill)
    }

    func change(during tasks: Set<TaskState?>, _ fill: (inout ServerChange) -> Void) -> ComputeChange {
        .server(
            server,
            ServerChange {
                $0.onlyDuring = tasks
                fill(&$0)
            })
    }

    /// An event that clients know, of what is no work of its own here.
    func done(_ event: String, on host: HostName?) -> [ComputeChange] {
        [.beginEvent(event, host: host), .endEvent(event, .success, details: nil, traceback: nil)]
    }

    func begin(on host: HostName?) -> ComputeChange { .beginEvent(Self.event, host: host) }

    var succeeded: ComputeChange { .endEvent(Self.event, .success, details: nil, traceback: nil) }

    func failed(with failure: ActionFailure) -> ComputeChange {
        .endEvent(Self.event, .error, details: failure.fault.message, traceback: failure.fault.details)
    }
}
