package import DurableActions

/// Boots a rescued server from its own disks again, and removes what the rescue booted from.
package struct UnrescueServer: ServerDurableAction {
    package enum Step: String, ActionStep {
        case begin
        case powerOff = "power-off"
        case rebuild
        case powerOn = "power-on"
    }

    package static let kind = "unrescue"
    package static let event = "compute_unrescue_instance"
    package static let tasks: Set<TaskState> = [.unrescuing]

    package let server: ServerID

    package init(server: ServerID) {
        self.server = server
    }

    package var name: String { "unrescue" }

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
            return .next(.powerOff, changes: [begin(on: try await environment.server(server).host)])
        case .powerOff:
            try await environment.checkReturn(of: server)
            try await environment.driver.destroy(server)
            // The host may have saved the rescue's.
            try await environment.driver.discardSavedMemory(server)
            return .next(.rebuild)
        case .rebuild:
            // Only somebody else can have started it, and from the rescue's disk.
            try await environment.driver.destroy(server)
            let plan = try await environment.rebuild(try await environment.server(server))
            return .next(.powerOn, changes: [planned(plan)])
        case .powerOn:
            try await environment.driver.start(server)
            return .finished(changes: running)
        }
    }

    package mutating func undo(_ step: Step, in environment: ServerActionEnvironment) async throws -> [ComputeChange] {
        if step == .powerOn { try await environment.driver.destroy(server) }
        return []
    }

    /// Whatever it was that failed, a hard reboot brings the server up from its own disks.
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
