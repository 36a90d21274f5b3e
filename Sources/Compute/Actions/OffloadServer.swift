package import DurableActions

/// Takes a shelved server from its host: what it held there is free for others, and its image is all that is left of it.
package struct OffloadServer: ServerDurableAction {
    package enum Step: String, ActionStep {
        case takeDown = "take-down"
        case disks
    }

    package static let kind = "shelve-offload"
    package static let event = "compute_shelve_offload_instance"
    package static let tasks: Set<TaskState> = [.shelvingOffloading]

    package let server: ServerID

    package init(server: ServerID) {
        self.server = server
    }

    package var name: String { "shelveOffload" }

    /// A guest that is off can be defined again.
    package static func isReversible(at step: Step) -> Bool { step == .takeDown }

    /// Nothing is left behind because libvirt was away when it was to be removed.
    package static func isWaitedOut(_ error: any Error, at step: Step) -> Bool {
        isHypervisorAway(error)
    }

    package mutating func perform(
        _ step: Step, in environment: ServerActionEnvironment, cancellation: CancellationFlag
    ) async throws -> StepResult<Step, ComputeChange> {
        let record = try await environment.server(server)
        if isTakenOver(record) { return .finished(changes: givenUp) }
        switch step {
        case .takeDown:
            try await environment.takeDown(record)
            return .next(.disks, changes: [begin(on: record.host)])
        case .disks:
            try await environment.freeDisks(of: server)
            return .finished(changes: offloaded)
        }
    }

    /// An unshelve defines the guest anew, whether it is there or not.
    package mutating func undo(_ step: Step, in environment: ServerActionEnvironment) async throws -> [ComputeChange] {
        []
    }

    package func failed(_ failure: ActionFailure, rolledBack: Bool) -> [ComputeChange] {
        [
            change {
                $0.taskState = .set(nil)
                $0.fault = .set(ServerFault(failure))
            }, failed(with: failure),
        ]
    }
}
