package import DurableActions

/// Gives a server a new disk from an image. The one that it has is kept until the new guest is there: what fails is taken
/// back, and the guest is as it was.
package struct RebuildServer: ServerDurableAction {
    package enum Step: String, ActionStep {
        case begin
        case disks
        case shutdown
        case powerOff = "power-off"
        case exchange
        case powerOn = "power-on"
        case clean
    }

    package static let kind = "rebuild"
    package static let actionClass = ActionClass.build
    package static let event = "compute_rebuild_instance"
    package static let tasks: Set<TaskState> = [.rebuilding, .rebuildBlockDeviceMapping, .rebuildSpawning]

    package let server: ServerID
    private let rebuild: ServerRebuild
    private let keepsEphemeral: Bool
    /// Forgotten as soon as the config drive is written.
    private var adminPassword: String?
    private var files: [InjectedFile]
    /// Whether there was a guest to bring back.
    private var wasOn = false
    /// A server that was off is not started.
    private var staysOff = false
    /// What the record was, once it is changed.
    private var former: ServerRebuild?
    /// The old disks are in their places again, while the record is still the new one's.
    private var isHalfBack = false
    /// The old disks are of no use any more.
    private var isSettled = false

    /// - Parameters:
    ///   - keepsEphemeral: the ephemeral disk stays as it is.
    ///   - adminPassword: for the config drive, like `files`.
    package init(
        server: ServerID, rebuild: ServerRebuild, keepsEphemeral: Bool, adminPassword: String, files: [InjectedFile]
    ) {
        self.server = server
        self.rebuild = rebuild
        self.keepsEphemeral = keepsEphemeral
        self.adminPassword = adminPassword
        self.files = files
    }

    package var name: String { "rebuild" }

    package mutating func forgetSecrets() {
        adminPassword = nil
        files = []
    }

    package static func isReversible(at step: Step) -> Bool { step != .clean }

    /// The guest may be off already: it is not left so because libvirt was away when it was to come up.
    package static func isWaitedOut(_ error: any Error, at step: Step) -> Bool {
        step != .begin && step != .disks && isHypervisorAway(error)
    }

    package mutating func perform(
        _ step: Step, in environment: ServerActionEnvironment, cancellation: CancellationFlag
    ) async throws -> StepResult<Step, ComputeChange> {
        let record = try await environment.server(server)
        switch step {
        case .begin:
            wasOn = try await environment.isOn(server)
            staysOff = record.vmState == .stopped
            try await environment.settleState(of: record)
            // Of an earlier rebuild that could not be taken back.
            try await environment.disks.forgetKeptState(of: server)
            try await environment.disks.finishRebuild(of: server)
            return .next(.disks, changes: begun(on: record.host))
        case .disks:
            try await prepareDisks(of: record, in: environment, cancellation)
            return .next(.shutdown)
        case .shutdown:
            let limit = environment.shutdownTimeout(of: record)
            let isOff = try await environment.askToShutDown(server, within: limit, cancellation)
            return isOff ? toExchange : .next(.powerOff)
        case .powerOff:
            try await environment.driver.destroy(server)
            return toExchange
        case .exchange:
            // No disk is taken from under a guest that somebody has started meanwhile.
            try await environment.driver.destroy(server)
            // The firmware's boot entries name files of the old system.
            try await environment.disks.keepState(of: server)
            try await environment.disks.resetNVRAM(of: server)
            let plan = try await environment.installRebuild(of: rebuild.applied(to: record))
            former = rebuild.undone(on: record)
            return .next(
                staysOff ? .clean : .powerOn, changes: [.server(server, rebuild.change), planned(plan)])
        case .powerOn:
            try await environment.driver.start(server)
            return .next(.clean)
        case .clean:
            isSettled = true
            try await environment.disks.forgetKeptState(of: server)
            try await environment.disks.finishRebuild(of: server)
            let changes = finished(on: record.host, at: environment.world.now())
            return .finished(changes: changes + (await leftovers(of: server, in: environment)))
        }
    }

    private func begun(on host: HostName?) -> [ComputeChange] {
        [change { $0.taskState = .set(.rebuildBlockDeviceMapping) }] + done("rebuild_server", on: host)
            + [begin(on: host)]
    }

    private mutating func prepareDisks(
        of record: ServerRecord, in environment: ServerActionEnvironment, _ cancellation: CancellationFlag
    ) async throws {
        try await environment.checkNothingElsewhere(of: record)
        try await environment.prepareRebuild(
            of: rebuild.applied(to: record), keepsEphemeral: keepsEphemeral, adminPassword: adminPassword,
            files: files, cancellation)
        // Last: a step that is tried again writes the config drive again.
        forgetSecrets()
    }

    private var toExchange: StepResult<Step, ComputeChange> {
        .next(.exchange, changes: [change { $0.taskState = .set(.rebuildSpawning) }])
    }

    private func finished(on host: HostName?, at now: Timestamp) -> [ComputeChange] {
        let settled = change {
            settle(&$0)
            $0.launchedAt = .set(now)
        }
        return [settled, succeeded] + (staysOff ? done(StopServer.event, on: host) : [])
    }

    private func settle(_ change: inout ServerChange) {
        change.vmState = .set(staysOff ? .stopped : .active)
        change.taskState = .set(nil)
        change.powerState = .set(staysOff ? .shutdown : .running)
    }

    package mutating func undo(_ step: Step, in environment: ServerActionEnvironment) async throws -> [ComputeChange] {
        switch step {
        case .begin, .powerOff, .clean: break
        case .disks: try await environment.disks.revertRebuild(of: server)
        case .shutdown: try await bringBack(in: environment)
        case .exchange:
            try await environment.driver.destroy(server)
            try await environment.disks.revertRebuild(of: server)
            isHalfBack = true
            try await environment.disks.returnState(of: server)
            try await environment.disks.forgetKeptState(of: server)
            isHalfBack = false
            return formerRecord
        case .powerOn: try await environment.driver.destroy(server)
        }
        return []
    }

    private var formerRecord: [ComputeChange] { former.map { [.server(server, $0.change)] } ?? [] }

    private func bringBack(in environment: ServerActionEnvironment) async throws {
        let record = try await environment.server(server)
        if wasOn { try await environment.bringGuestBack(record, ifIt: true) }
    }

    /// - Parameter rolledBack: otherwise nobody knows what the guest does: ERROR, unless all is done but for what is left of the
    ///   old disks.
    package func failed(_ failure: ActionFailure, rolledBack: Bool) -> [ComputeChange] {
        [
            change {
                if isSettled { settle(&$0) } else if !rolledBack { $0.vmState = .set(.error) }
                $0.taskState = .set(nil)
                $0.fault = .set(ServerFault(failure))
            }, failed(with: failure),
        ] + (isHalfBack ? formerRecord : [])
    }
}
