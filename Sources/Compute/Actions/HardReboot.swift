package import DurableActions

/// Powers a server off and starts it anew, whatever its guest does. It overtakes a soft reboot.
package struct HardReboot: ServerDurableAction {
    package enum Step: String, ActionStep {
        case begin
        case powerOff = "power-off"
        case rebuild
        case powerOn = "power-on"
    }

    package static let kind = "hard-reboot"
    package static let preempts = true
    package static let event = "compute_reboot_instance"
    package static let tasks: Set<TaskState> = [.rebootingHard, .rebootPendingHard, .rebootStartedHard]

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
            return .next(.powerOff, changes: [begun, begin(on: host)])
        case .powerOff:
            try await environment.checkReturn(of: server)
            try await environment.settleState(of: try await environment.server(server))
            try await environment.driver.destroy(server)
            // Otherwise a suspended guest would go on where it was.
            try await environment.driver.discardSavedMemory(server)
            return .next(.rebuild, changes: [change { $0.taskState = .set(.rebootStartedHard) }])
        case .rebuild:
            // Only somebody else can have started it, and perhaps from a rescue's disk.
            try await environment.driver.destroy(server)
            let plan = try await environment.rebuild(try await environment.server(server))
            return .next(.powerOn, changes: [planned(plan)])
        case .powerOn:
            try await environment.driver.start(server)
            return .finished(changes: running + (await leftovers(of: server, in: environment)))
        }
    }

    /// A hard reboot that waited for another one finds the server without a task and takes it over again.
    private var begun: ComputeChange {
        change(during: Set(Self.tasks.map(Optional.some) + [nil])) { $0.taskState = .set(.rebootPendingHard) }
    }

    package mutating func undo(_ step: Step, in environment: ServerActionEnvironment) async throws -> [ComputeChange] {
        guestRuns = await environment.runs(server)
        return []
    }

    package func failed(_ failure: ActionFailure, rolledBack: Bool) -> [ComputeChange] {
        rebootFailed(failure, guestRuns: guestRuns)
    }
}
