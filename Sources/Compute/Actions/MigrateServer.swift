package import DurableActions

/// Looks for another host that could take a server while it is off. There is none: each host keeps its own servers.
package struct MigrateServer: ServerDurableAction {
    package enum Step: String, ActionStep { case schedule }

    package static let kind = "migrate"
    package static let event = "conductor_migrate_server"
    package static let tasks: Set<TaskState> = [.resizePrep]

    package let server: ServerID
    private let target: HostName?
    private var events = EventChain(Self.event, "cold_migrate")

    /// - Parameter target: nil for any host.
    package init(server: ServerID, target: HostName?) {
        self.server = server
        self.target = target
    }

    package var name: String { "migrate" }

    package static func isReversible(at step: Step) -> Bool { true }

    package mutating func perform(
        _ step: Step, in environment: ServerActionEnvironment, cancellation: CancellationFlag
    ) async throws -> StepResult<Step, ComputeChange> {
        let own = try await environment.server(server).host
        let others = try await environment.servers.candidates().map(\.host.name).filter {
            $0 != own && (target == nil || $0 == target)
        }
        let reasons = others.map { "\($0): can't take servers of other hosts" }.sorted()
        throw ComputeError.conflict(
            Placement.refusal + " " + (reasons.isEmpty ? "there is no other host" : reasons.joined(separator: "; ")))
    }

    package mutating func undo(_ step: Step, in environment: ServerActionEnvironment) async throws -> [ComputeChange] {
        []
    }

    /// The server is as it was.
    package func failed(_ failure: ActionFailure, rolledBack: Bool) -> [ComputeChange] {
        [
            change {
                $0.taskState = .set(nil)
                $0.fault = .set(ServerFault(failure))
            }
        ] + events.failed(with: failure)
    }
}
