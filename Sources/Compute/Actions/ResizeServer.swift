package import DurableActions

/// Gives a server another flavor. Its disks from before are kept until the resize is confirmed, so what fails is taken back
/// whole: the guest is as it was.
package struct ResizeServer: ServerDurableAction {
    package enum Step: String, ActionStep {
        case begin
        case prepare
        case shutdown
        case disks
        case rebuild
        case powerOn = "power-on"
    }

    package static let kind = "resize"
    package static let actionClass = ActionClass.long
    package static let event = "compute_resize_instance"
    package static let tasks: Set<TaskState> = [.resizePrep, .resizeMigrating, .resizeMigrated, .resizeFinish]

    package let server: ServerID
    private var events = EventChain("conductor_migrate_server", "cold_migrate")
    /// Its disks from before are in their places again.
    private var isBack = false

    package init(server: ServerID) {
        self.server = server
    }

    package var name: String { "resize" }

    package static func isReversible(at step: Step) -> Bool { true }

    /// The guest may be off already: it is not left so because libvirt was away when it was to come up.
    package static func isWaitedOut(_ error: any Error, at step: Step) -> Bool {
        step != .begin && step != .prepare && isHypervisorAway(error)
    }

    package mutating func perform(
        _ step: Step, in environment: ServerActionEnvironment, cancellation: CancellationFlag
    ) async throws -> StepResult<Step, ComputeChange> {
        let record = try await environment.server(server)
        switch step {
        case .begin:
            // Of an earlier resize that an administrator's reset has ended. First: where there is no room the record forgets it.
            try await environment.disks.removeResized(server)
            try await place(in: environment)
            let scheduled = events.next("conductor_migrate_server", "cold_migrate", on: record.host)
            return .next(.prepare, changes: scheduled + events.next("compute_prep_resize", on: record.host))
        case .prepare:
            try await environment.settleState(of: record)
            try await environment.checkResize(of: record)
            return .next(.shutdown, changes: reach(.resizeMigrating) + events.next(Self.event, on: record.host))
        case .shutdown:
            let limit = environment.shutdownTimeout(of: record)
            let isOff = try await environment.askToShutDown(server, within: limit, cancellation)
            if !isOff { try await environment.driver.destroy(server) }
            return .next(.disks)
        case .disks:
            try await changeDisks(of: record, in: environment, cancellation)
            // It would run on the disk from before, which is no server's once the resize is confirmed.
            if try await environment.isOn(server) {
                throw ComputeError.conflict("The guest was started outside of aerie while the server was resized.")
            }
            let flavor = try environment.resize(of: record).new
            let changes = [.server(server, ServerChange { $0.flavor = .set(flavor) })] + reach(.resizeMigrated)
            return .next(.rebuild, changes: changes + events.next("compute_finish_resize", on: record.host))
        case .rebuild:
            // Only somebody else can have started it, with the flavor from before.
            try await environment.driver.destroy(server)
            let plan = try await environment.rebuild(record)
            return .next(.powerOn, changes: [planned(plan)] + reach(.resizeFinish))
        case .powerOn:
            let resize = try environment.resize(of: record)
            if resize.wasActive { try await environment.driver.start(server) }
            return .finished(changes: resized(resize, at: environment.world.now()) + events.ended)
        }
    }

    private func place(in environment: ServerActionEnvironment) async throws {
        let (placement, now) = (Placement(settings: environment.settings), environment.world.now())
        // In one transaction: of two that want the same room one has it. Given back, one or the other, with the end of the
        // resize.
        _ = try await environment.servers.reclaim(for: server) { server, host throws(ComputeError) in
            try placement.check(resizeOf: server, on: host, at: now)
            return try placement.claim(for: server.resized, on: host)
        }
    }

    private func changeDisks(
        of record: ServerRecord, in environment: ServerActionEnvironment, _ cancellation: CancellationFlag
    ) async throws {
        // No disk is taken from under a guest that somebody has started meanwhile.
        try await environment.driver.destroy(server)
        try await environment.driver.discardSavedMemory(server)
        let (disks, resize) = (environment.disks, try environment.diskResize(of: record))
        try await ServerActionEnvironment.untilCancelled(cancellation) { try await disks.resize(resize) }
    }

    private func reach(_ task: TaskState) -> [ComputeChange] { [change { $0.taskState = .set(task) }] }

    private func resized(_ resize: ServerResize, at now: Timestamp) -> [ComputeChange] {
        [
            change {
                $0.vmState = .set(.resized)
                $0.taskState = .set(nil)
                $0.powerState = .set(resize.wasActive ? .running : .shutdown)
                $0.launchedAt = .set(now)
            }, self.resize(while: .running) { $0.resize = .set(resize.finished(at: now)) },
        ]
    }

    package mutating func undo(_ step: Step, in environment: ServerActionEnvironment) async throws -> [ComputeChange] {
        switch step {
        case .begin, .prepare, .rebuild: break
        case .shutdown:
            let record = try await environment.server(server)
            try await environment.launchAgain(record, ifIt: try environment.resize(of: record).wasActive)
        case .disks:
            let back = try await environment.bringBack(try await environment.server(server))
            isBack = true
            return [back]
        case .powerOn: try await environment.driver.destroy(server)
        }
        return []
    }

    /// - Parameter rolledBack: otherwise nobody knows what the guest does, or which disks it has: ERROR.
    package func failed(_ failure: ActionFailure, rolledBack: Bool) -> [ComputeChange] {
        let state = change {
            if !rolledBack { $0.vmState = .set(.error) }
            $0.taskState = .set(nil)
            $0.fault = .set(ServerFault(failure))
        }
        // Not one that has begun since, or has come to its end.
        let forgotten = [ServerResize.Status.requested, .running].map { resize(while: $0) { $0.resize = .set(nil) } }
        // Some of its disks may be those of before.
        let isMixed = !isBack && [Step.disks, .rebuild, .powerOn].map(\.rawValue).contains(failure.step)
        let mixed = resize(while: .running) { $0.resizeStatus = .set(.reverting) }
        return [state] + (rolledBack ? forgotten : isMixed ? [mixed] : []) + events.failed(with: failure)
    }
}
