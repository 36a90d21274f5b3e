package import DurableActions

/// Starts a shelved server that still is on its host, and removes its image.
package struct UnshelveServer: ServerDurableAction {
    package enum Step: String, ActionStep {
        case rebuild
        case powerOn = "power-on"
        case image
    }

    package static let kind = "unshelve"
    package static let event = "compute_start_instance"
    package static let tasks: Set<TaskState> = [.unshelving, .poweringOn]

    package let server: ServerID
    private var isStarted = false

    package init(server: ServerID) {
        self.server = server
    }

    package var name: String { "unshelve" }

    package static func isReversible(at step: Step) -> Bool { step != .image }

    /// A start that libvirt had no time to tell of would leave a guest running that is said to be shelved.
    package static func isWaitedOut(_ error: any Error, at step: Step) -> Bool {
        step != .rebuild && isHypervisorAway(error)
    }

    package mutating func perform(
        _ step: Step, in environment: ServerActionEnvironment, cancellation: CancellationFlag
    ) async throws -> StepResult<Step, ComputeChange> {
        switch step {
        case .rebuild:
            let record = try await environment.server(server)
            try await environment.returnState(of: server)
            let plan = try await environment.rebuild(record)
            return .next(
                .powerOn,
                changes: [change { $0.taskState = .set(.poweringOn) }, begin(on: record.host), planned(plan)])
        case .powerOn:
            try await environment.driver.start(server)
            isStarted = true
            return .next(.image)
        case .image:
            try await environment.emptyShelf(of: server)
            return .finished(changes: [unshelved, succeeded])
        }
    }

    package mutating func undo(_ step: Step, in environment: ServerActionEnvironment) async throws -> [ComputeChange] {
        if step == .powerOn { try await environment.driver.destroy(server) }
        return []
    }

    /// A guest that runs needs its image no more, whatever became of that.
    package func failed(_ failure: ActionFailure, rolledBack: Bool) -> [ComputeChange] {
        let state = change {
            $0.taskState = .set(nil)
            $0.powerState = .set(.shutdown)
        }
        return [isStarted && !rolledBack ? unshelved : state, faultAfterTask(failure), failed(with: failure)]
    }
}

extension ServerDurableAction {
    /// The server is up again.
    var unshelved: ComputeChange {
        change {
            $0.vmState = .set(.active)
            $0.taskState = .set(nil)
            $0.powerState = .set(.running)
            $0.shelf = .set(nil)
        }
    }

    /// The fault of an action of which the change before this one has ended the task, whether its server is up or not.
    func faultAfterTask(_ failure: ActionFailure) -> ComputeChange {
        change(during: Set(Self.tasks.map(Optional.some) + [nil])) { $0.fault = .set(ServerFault(failure)) }
    }
}
