package import DurableActions

/// Gives a resized server its flavor and its disks from before, with the data of then.
package struct RevertResize: ServerDurableAction {
    package enum Step: String, ActionStep {
        case begin
        case powerOff = "power-off"
        case disks
        case rebuild
        case powerOn = "power-on"
    }

    package static let kind = "revert-resize"
    package static let event = "compute_revert_resize"
    package static let tasks: Set<TaskState> = [.resizeReverting]

    package let server: ServerID
    private var events = EventChain(Self.event)
    /// Whether there is a guest to bring back, if the server has to stay resized.
    private var wasOn = false

    package init(server: ServerID) {
        self.server = server
    }

    package var name: String { "revertResize" }

    /// The disks of the new flavor are gone then.
    package static func isReversible(at step: Step) -> Bool { step == .begin || step == .powerOff }

    /// The guest may be off already: it is not left so because libvirt was away when it was to come back.
    package static func isWaitedOut(_ error: any Error, at step: Step) -> Bool {
        step != .begin && isHypervisorAway(error)
    }

    package mutating func perform(
        _ step: Step, in environment: ServerActionEnvironment, cancellation: CancellationFlag
    ) async throws -> StepResult<Step, ComputeChange> {
        let record = try await environment.server(server)
        switch step {
        case .begin:
            wasOn = try await environment.isOn(server)
            // Later nobody could tell a disk that is lost from one that is back already.
            try await environment.disks.checkRevert(try environment.diskResize(of: record))
            return .next(.powerOff, changes: events.next(Self.event, on: record.host))
        case .powerOff:
            try Self.check(record, is: .finished)
            try await environment.driver.destroy(server)
            try await environment.driver.discardSavedMemory(server)
            return .next(.disks, changes: [resize(while: .finished) { $0.resizeStatus = .set(.reverting) }])
        case .disks:
            try Self.check(record, is: .reverting)
            let back = try await environment.bringBack(record)
            return .next(.rebuild, changes: [back] + events.next("compute_finish_revert_resize", on: record.host))
        case .rebuild:
            // Only somebody else can have started it, with the flavor of the resize.
            try await environment.driver.destroy(server)
            return .next(.powerOn, changes: [planned(try await environment.rebuild(record))])
        case .powerOn:
            let isActive = try environment.resize(of: record).wasActive
            if isActive { try await environment.driver.start(server) }
            return .finished(changes: reverted(isActive))
        }
    }

    private func reverted(_ isActive: Bool) -> [ComputeChange] {
        [
            change {
                $0.vmState = .set(isActive ? .active : .stopped)
                $0.taskState = .set(nil)
                $0.powerState = .set(isActive ? .running : .shutdown)
            }, resize(while: .reverting) { $0.resize = .set(nil) },
        ] + events.ended
    }

    /// After an administrator's reset the server may be in the middle of another resize: its disks are not this action's.
    private static func check(_ server: ServerRecord, is status: ServerResize.Status) throws(ComputeError) {
        guard server.resize?.status == status else {
            throw .conflict("The resize was ended by another request while it was reverted.")
        }
    }

    package mutating func undo(_ step: Step, in environment: ServerActionEnvironment) async throws -> [ComputeChange] {
        guard step == .powerOff else { return [] }
        let record = try await environment.server(server)
        try await environment.bringGuestBack(record, ifIt: wasOn)
        return []
    }

    /// - Parameter rolledBack: it waits to be confirmed or reverted as before. Else it is in ERROR, and once it has its disks from
    ///   before a hard reboot brings it up from them.
    package func failed(_ failure: ActionFailure, rolledBack: Bool) -> [ComputeChange] {
        let hasOldDisks = [Step.rebuild, .powerOn].map(\.rawValue).contains(failure.step)
        return [
            change {
                if !rolledBack { $0.vmState = .set(.error) }
                $0.taskState = .set(nil)
                $0.fault = .set(ServerFault(failure))
            }, resize(while: .reverting) { if !rolledBack, hasOldDisks { $0.resize = .set(nil) } },
        ] + events.failed(with: failure)
    }
}
