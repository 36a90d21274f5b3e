package import DurableActions

/// Removes a server and everything it took. It wins over whatever else runs on the server, and goes on until it is done.
package struct DeleteServer: ServerDurableAction {
    package enum Step: String, ActionStep {
        case destroy
        case disks
    }

    package static let kind = "delete"
    package static let preempts = true
    package static let event = "compute_terminate_instance"
    package static let tasks: Set<TaskState> = [.deleting]

    package let server: ServerID

    package init(server: ServerID) {
        self.server = server
    }

    package var name: String { "delete" }

    package static func isReversible(at step: Step) -> Bool { false }

    /// What is gone already is looked for once more: a second delete ends as the first one did.
    package func isMoot(in environment: ServerActionEnvironment) async throws -> ActionFault? { nil }

    /// Nothing is left behind because libvirt was away when it was to be removed.
    package static func isWaitedOut(_ error: any Error, at step: Step) -> Bool {
        isHypervisorAway(error)
    }

    package mutating func perform(
        _ step: Step, in environment: ServerActionEnvironment, cancellation: CancellationFlag
    ) async throws -> StepResult<Step, ComputeChange> {
        switch step {
        case .destroy:
            let record = try await environment.server(server)
            // A guest takes a moment to end; what it had of the network goes meanwhile.
            async let unplugged = ServerActionEnvironment.ended { try await environment.unplug(record) }
            let id = server
            async let ended = ServerActionEnvironment.ended { try await environment.remove(id) }
            let (guest, network) = await (ended, unplugged)
            try guest.get()
            try network.get()
            return .next(.disks, changes: [begin(on: record.host)])
        case .disks:
            // A start that was given up may have come through late: no disk is taken from under a guest.
            if try await environment.driver.guest(server) != nil { try await environment.remove(server) }
            try await environment.disks.remove(server)
            try await environment.discardShelvedImage(of: server)
            try await environment.disks.removeState(of: server)
            return .finished(changes: removed(at: environment.world.now()))
        }
    }

    /// Whatever the record says by now, an administrator's reset included: there is nothing left of the server.
    private func removed(at now: Timestamp) -> [ComputeChange] {
        [
            .server(
                server,
                ServerChange {
                    $0.vmState = .set(.deleted)
                    $0.taskState = .set(nil)
                    $0.powerState = .set(.noState)
                    $0.terminatedAt = .set(now)
                    $0.deletedAt = .set(now)
                }), .releasePorts(of: server), succeeded,
        ]
    }

    package mutating func undo(_ step: Step, in environment: ServerActionEnvironment) async throws -> [ComputeChange] {
        []
    }

    package func failed(_ failure: ActionFailure, rolledBack: Bool) -> [ComputeChange] {
        [
            change {
                $0.vmState = .set(.error)
                $0.taskState = .set(nil)
                $0.fault = .set(ServerFault(failure))
            }, failed(with: failure),
        ]
    }
}
