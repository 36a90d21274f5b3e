package import DurableActions

/// Boots a server from a rescue image, with its own root disk beside it. What fails is taken back: the guest is as it was.
package struct RescueServer: ServerDurableAction {
    package enum Step: String, ActionStep {
        case begin
        case disks
        case shutdown
        case powerOff = "power-off"
        case define
        case powerOn = "power-on"
    }

    package static let kind = "rescue"
    package static let actionClass = ActionClass.waiting
    package static let event = "compute_rescue_instance"
    package static let tasks: Set<TaskState> = [.rescuing]

    package let server: ServerID
    private let image: ServerImage
    /// Forgotten as soon as the config drive is written.
    private var adminPassword: String?
    /// Whether there was a guest to bring back.
    private var wasOn = false

    package init(server: ServerID, image: ServerImage, adminPassword: String) {
        self.server = server
        self.image = image
        self.adminPassword = adminPassword
    }

    package var name: String { "rescue" }

    package mutating func forgetSecrets() {
        adminPassword = nil
    }

    package static func isReversible(at step: Step) -> Bool { true }

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
            try await environment.settleState(of: record)
            // Of an earlier rescue that an administrator's reset has ended.
            try await environment.disks.removeRescue(server)
            return .next(.disks, changes: [begin(on: record.host)])
        case .disks:
            try await environment.checkReturn(of: server)
            try await environment.prepareRescue(
                of: record, from: image, adminPassword: adminPassword, cancellation)
            try await environment.checkRescue(of: record, from: image)
            // Last: a step that is tried again writes the config drive again.
            forgetSecrets()
            return .next(.shutdown)
        case .shutdown:
            let limit = environment.shutdownTimeout(of: record)
            let isOff = try await environment.askToShutDown(server, within: limit, cancellation)
            return .next(isOff ? .define : .powerOff)
        case .powerOff:
            try await environment.driver.destroy(server)
            return .next(.define)
        case .define:
            // Only somebody else can have started it, and from its own disk.
            try await environment.driver.destroy(server)
            try await environment.plug(record)
            // Otherwise the guest would go on where it was, from its own disk.
            try await environment.driver.discardSavedMemory(server)
            try await environment.defineRescue(of: record, from: image)
            return .next(.powerOn)
        case .powerOn:
            try await environment.driver.start(server)
            return .finished(changes: rescued(at: environment.world.now()))
        }
    }

    private func rescued(at now: Timestamp) -> [ComputeChange] {
        [
            change {
                $0.vmState = .set(.rescued)
                $0.taskState = .set(nil)
                $0.powerState = .set(.running)
                $0.launchedAt = .set(now)
            }, succeeded,
        ]
    }

    package mutating func undo(_ step: Step, in environment: ServerActionEnvironment) async throws -> [ComputeChange] {
        switch step {
        case .begin, .powerOff, .define: break
        case .disks: try await environment.disks.removeRescue(server)
        case .shutdown:
            try await environment.bringGuestBack(try await environment.server(server), ifIt: wasOn)
        case .powerOn: try await environment.driver.destroy(server)
        }
        return []
    }

    /// - Parameter rolledBack: otherwise nobody knows what the guest does: ERROR.
    package func failed(_ failure: ActionFailure, rolledBack: Bool) -> [ComputeChange] {
        [
            change {
                if !rolledBack { $0.vmState = .set(.error) }
                $0.taskState = .set(nil)
                $0.fault = .set(ServerFault(failure))
            }, failed(with: failure),
        ]
    }
}
