package import DurableActions

/// Brings a new server from BUILD to ACTIVE. A failure takes everything back and leaves the server in ERROR.
package struct CreateServer: ServerDurableAction {
    package enum Step: String, ActionStep {
        case claimHost = "claim-host"
        case disks
        case spawn
    }

    package static let kind = "create"
    package static let actionClass = ActionClass.build
    package static let event = "compute__do_build_and_run_instance"
    package static let tasks: Set<TaskState> = [.scheduling, .networking, .blockDeviceMapping, .spawning]

    package let server: ServerID
    /// Forgotten as soon as the config drive is written.
    private var adminPassword: String?
    private var files: [InjectedFile]
    private let onlyHost: HostName?

    /// - Parameter onlyHost: the one host that the request allows; nil for any.
    package init(server: ServerID, adminPassword: String?, files: [InjectedFile], onlyHost: HostName?) {
        self.server = server
        self.onlyHost = onlyHost
        self.adminPassword = adminPassword
        self.files = files
    }

    package var name: String { "create" }

    package mutating func forgetSecrets() {
        adminPassword = nil
        files = []
    }

    /// A failed build is taken back whole; a crashed one goes on.
    package static func isReversible(at step: Step) -> Bool { true }

    /// A guest that a crash finds started is not taken back because libvirt was away when aerie came back.
    package static func isWaitedOut(_ error: any Error, atInterrupted step: Step) -> Bool {
        step == .spawn && isHypervisorAway(error)
    }

    package mutating func perform(
        _ step: Step, in environment: ServerActionEnvironment, cancellation: CancellationFlag
    ) async throws -> StepResult<Step, ComputeChange> {
        switch step {
        case .claimHost: return try await claimHost(in: environment)
        case .disks:
            try await environment.prepareDisks(
                of: try await environment.server(server), adminPassword: adminPassword, files: files, cancellation)
            forgetSecrets()
            return .next(.spawn, changes: [change { $0.taskState = .set(.spawning) }])
        case .spawn: return try await spawn(in: environment)
        }
    }

    private func claimHost(
        in environment: ServerActionEnvironment
    ) async throws -> StepResult<Step, ComputeChange> {
        let record = try await environment.claimHost(for: server, only: onlyHost)
        return .next(
            .disks,
            changes: [
                change { $0.taskState = .set(.blockDeviceMapping) }, .bindPorts(of: server, host: record.host),
                begin(on: record.host),
            ])
    }

    private func spawn(in environment: ServerActionEnvironment) async throws -> StepResult<Step, ComputeChange> {
        let plan = try await environment.launchOnce(try await environment.server(server))
        let launched = environment.world.now()
        return .finished(changes: [
            change {
                $0.vmState = .set(.active)
                $0.taskState = .set(nil)
                $0.powerState = .set(.running)
                if let plan {
                    $0.machineType = .set(plan.machineType)
                    $0.virtType = .set(plan.virtType)
                    $0.rootDeviceName = .set(plan.rootDeviceName)
                }
            },
            // Also when an administrator's reset has taken the server over: what was never launched can't be stopped.
            .server(server, ServerChange { $0.launchedAt = .set(launched) }), succeeded,
        ])
    }

    package mutating func undo(_ step: Step, in environment: ServerActionEnvironment) async throws -> [ComputeChange] {
        switch step {
        case .claimHost:
            return hostReleased
        case .disks: try await environment.disks.remove(server)
        case .spawn:
            try await environment.takeBackLaunch(of: server)
        }
        return []
    }

    package func failed(_ failure: ActionFailure, rolledBack: Bool) -> [ComputeChange] {
        var changes = [
            change {
                $0.vmState = .set(.error)
                $0.taskState = .set(nil)
                $0.powerState = .set(.noState)
                $0.fault = .set(ServerFault(failure))
            }, failed(with: failure),
        ]
        // What could not be taken back stays recorded, so that a delete still finds it.
        if rolledBack { changes.append(.releasePorts(of: server)) }
        return changes
    }
}
