package import DurableActions

/// Starts a stopped server: always a guest built anew from the store, so that a start also heals.
package struct StartServer: ServerDurableAction {
    package enum Step: String, ActionStep {
        case rebuild
        case powerOn = "power-on"
    }

    package static let kind = "start"
    package static let event = "compute_start_instance"
    package static let tasks: Set<TaskState> = [.poweringOn]

    package let server: ServerID

    package init(server: ServerID) {
        self.server = server
    }

    package var name: String { "start" }

    package static func isReversible(at step: Step) -> Bool { true }

    package mutating func perform(
        _ step: Step, in environment: ServerActionEnvironment, cancellation: CancellationFlag
    ) async throws -> StepResult<Step, ComputeChange> {
        switch step {
        case .rebuild:
            let record = try await environment.server(server)
            // Its disks are the old QEMU's, and starting it would wake nobody.
            if try await environment.power(of: server) == .suspended { try await environment.driver.destroy(server) }
            try await environment.settleState(of: record)
            let plan = try await environment.rebuild(record)
            return .next(.powerOn, changes: [begin(on: record.host), planned(plan)])
        case .powerOn:
            try await environment.driver.start(server)
            return .finished(changes: running + (await leftovers(of: server, in: environment)))
        }
    }

    package mutating func undo(_ step: Step, in environment: ServerActionEnvironment) async throws -> [ComputeChange] {
        if step == .powerOn { try await environment.driver.destroy(server) }
        return []
    }

    package func failed(_ failure: ActionFailure, rolledBack: Bool) -> [ComputeChange] {
        [
            change {
                $0.taskState = .set(nil)
                $0.powerState = .set(.shutdown)
                $0.fault = .set(ServerFault(failure))
            }, failed(with: failure),
        ]
    }
}

extension ServerDurableAction {
    func planned(_ plan: GuestPlan) -> ComputeChange {
        change {
            $0.machineType = .set(plan.machineType)
            $0.virtType = .set(plan.virtType)
            $0.rootDeviceName = .set(plan.rootDeviceName)
        }
    }
}
