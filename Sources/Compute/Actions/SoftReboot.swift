package import DurableActions

/// Reboots a server with its guest's help; a guest that does not go down in time is powered off.
package struct SoftReboot: ServerDurableAction {
    package enum Step: String, ActionStep {
        case begin
        case shutdown
        case rebuild
        case powerOn = "power-on"
    }

    package static let kind = "soft-reboot"
    package static let actionClass = ActionClass.waiting
    package static let event = "compute_reboot_instance"
    package static let tasks: Set<TaskState> = [.rebooting, .rebootPending, .rebootStarted]

    package let server: ServerID
    /// Nil while it is not known.
    private var guestRuns: Bool?

    package init(server: ServerID) {
        self.server = server
    }

    package var name: String { "reboot" }

    package static func isReversible(at step: Step) -> Bool { true }

    /// The guest may be off already: it is not left so because libvirt was away when it was to come back.
    package static func isWaitedOut(_ error: any Error, at step: Step) -> Bool {
        step != .begin && isHypervisorAway(error)
    }

    package mutating func perform(
        _ step: Step, in environment: ServerActionEnvironment, cancellation: CancellationFlag
    ) async throws -> StepResult<Step, ComputeChange> {
        switch step {
        case .begin:
            let host = try await environment.server(server).host
            return .next(.shutdown, changes: [change { $0.taskState = .set(.rebootPending) }, begin(on: host)])
        case .shutdown:
            try await environment.checkReturn(of: server)
            try await environment.settleState(of: try await environment.server(server))
            let limit = environment.settings.softRebootTimeout
            _ = try await environment.askToShutDown(server, within: limit, cancellation)
            return .next(.rebuild, changes: [change { $0.taskState = .set(.rebootStarted) }])
        case .rebuild:
            try await environment.driver.destroy(server)
            let plan = try await environment.rebuild(try await environment.server(server))
            return .next(.powerOn, changes: [planned(plan)])
        case .powerOn:
            try await environment.driver.start(server)
            return .finished(changes: running)
        }
    }

    package mutating func undo(_ step: Step, in environment: ServerActionEnvironment) async throws -> [ComputeChange] {
        guestRuns = await environment.runs(server)
        return []
    }

    package func failed(_ failure: ActionFailure, rolledBack: Bool) -> [ComputeChange] {
        rebootFailed(failure, guestRuns: guestRuns)
    }
}

extension ServerDurableAction {
    /// The end of an action that has started a guest.
    var running: [ComputeChange] {
        [
            change {
                $0.vmState = .set(.active)
                $0.taskState = .set(nil)
                $0.powerState = .set(.running)
            }, succeeded,
        ]
    }

    /// A guest that runs all the same stays ACTIVE with a fault; one that does not makes an ERROR. When the hypervisor
    /// can't tell, the state stays as it was, and is settled when it can.
    func rebootFailed(_ failure: ActionFailure, guestRuns: Bool?) -> [ComputeChange] {
        [
            change {
                if let guestRuns {
                    $0.vmState = .set(guestRuns ? .active : .error)
                    $0.powerState = .set(guestRuns ? .running : .shutdown)
                }
                $0.taskState = .set(nil)
                $0.fault = .set(ServerFault(failure))
            }, failed(with: failure),
        ]
    }
}
