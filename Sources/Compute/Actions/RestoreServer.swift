package import DurableActions

/// Brings a soft-deleted server back: always running, whatever it was before. A guest whose memory was saved goes on where
/// it was.
package struct RestoreServer: ServerDurableAction {
    package enum Step: String, ActionStep {
        case begin
        case rebuild
        case powerOn = "power-on"
        case image
    }

    package static let kind = "restore"
    package static let event = "compute_restore_instance"
    package static let tasks: Set<TaskState> = [.restoring]

    package let server: ServerID
    private var isStarted = false

    package init(server: ServerID) {
        self.server = server
    }

    package var name: String { "restore" }

    /// The saved memory of a guest that goes on is gone.
    package static func isReversible(at step: Step) -> Bool { step != .image }

    /// A start that libvirt had no time to tell of would leave a guest running that is said to be deleted.
    package static func isWaitedOut(_ error: any Error, at step: Step) -> Bool {
        step != .begin && isHypervisorAway(error)
    }

    package mutating func perform(
        _ step: Step, in environment: ServerActionEnvironment, cancellation: CancellationFlag
    ) async throws -> StepResult<Step, ComputeChange> {
        switch step {
        case .begin:
            return .next(.rebuild, changes: [begin(on: try await environment.server(server).host)])
        case .rebuild:
            let record = try await environment.server(server)
            try await environment.settleState(of: record)
            let plan = try await environment.rebuild(record)
            return .next(.powerOn, changes: [planned(plan)])
        case .powerOn:
            let hasMemory = try await environment.restore(server, cancellation)
            if !hasMemory { try await environment.driver.start(server) }
            isStarted = true
            return .next(.image)
        case .image:
            try await environment.emptyShelf(of: server)
            return .finished(changes: [restored, succeeded])
        }
    }

    private var restored: ComputeChange {
        change {
            $0.vmState = .set(.active)
            $0.taskState = .set(nil)
            $0.powerState = .set(.running)
            $0.softDeletedAt = .set(nil)
            $0.shelf = .set(nil)
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
        return [isStarted && !rolledBack ? restored : state, faultAfterTask(failure), failed(with: failure)]
    }
}
