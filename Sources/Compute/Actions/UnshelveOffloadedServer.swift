package import DurableActions

/// Finds a shelved server a host again, makes its disks there (the root disk of its image, the others empty) and boots it.
/// What fails is taken back: the server stays shelved, and its image stays.
package struct UnshelveOffloadedServer: ServerDurableAction {
    package enum Step: String, ActionStep {
        case claimHost = "claim-host"
        case disks
        case spawn
        case image
    }

    package static let kind = "unshelve-offloaded"
    package static let actionClass = ActionClass.build
    package static let event = "compute_unshelve_instance"
    package static let tasks: Set<TaskState> = [.unshelving, .spawning]
    /// The first events that clients know of it.
    private static let imageEvent = "get_image_info"
    private static let placeEvent = "schedule_instances"

    package let server: ServerID
    private let onlyHost: HostName?
    /// Without its image it can't be brought back.
    private var isLost = false
    private var hasImage = false
    private var isPlaced = false
    private var isSpawned = false

    /// - Parameter onlyHost: the one host that the request allows; nil for any.
    package init(server: ServerID, onlyHost: HostName?) {
        self.server = server
        self.onlyHost = onlyHost
    }

    package var name: String { "unshelve" }

    package static func isReversible(at step: Step) -> Bool { step != .image }

    /// The guest may be on already: its disks are not taken from it because libvirt was away.
    package static func isWaitedOut(_ error: any Error, at step: Step) -> Bool {
        step == .spawn && isHypervisorAway(error)
    }

    package mutating func perform(
        _ step: Step, in environment: ServerActionEnvironment, cancellation: CancellationFlag
    ) async throws -> StepResult<Step, ComputeChange> {
        switch step {
        case .claimHost: return try await claimHost(in: environment)
        case .disks:
            let record = try await environment.server(server)
            let image = try await image(of: record, in: environment)
            try await environment.prepareDisks(of: record, from: image, adminPassword: nil, files: [], cancellation)
            return .next(.spawn, changes: [change { $0.taskState = .set(.spawning) }])
        case .spawn:
            try await environment.returnState(of: server)
            let plan = try await environment.launchOnce(try await environment.server(server))
            isSpawned = true
            let now = environment.world.now()
            return .next(.image, changes: (plan.map { [planned($0)] } ?? []) + [change { $0.launchedAt = .set(now) }])
        case .image:
            try await environment.emptyShelf(of: server)
            return .finished(changes: [unshelved, succeeded])
        }
    }

    private mutating func claimHost(
        in environment: ServerActionEnvironment
    ) async throws -> StepResult<Step, ComputeChange> {
        _ = try await image(of: try await environment.server(server), in: environment)
        hasImage = true
        let record = try await environment.claimHost(for: server, only: onlyHost)
        isPlaced = true
        return .next(
            .disks,
            changes: [.bindPorts(of: server, host: record.host)] + done(Self.imageEvent, on: nil)
                + done(Self.placeEvent, on: nil) + [
                    begin(on: record.host)
                ])
    }

    /// - Throws: `.notFound` when it is gone, `.conflict` when an administrator has deactivated it.
    private mutating func image(
        of record: ServerRecord, in environment: ServerActionEnvironment
    ) async throws(ComputeError) -> ImageID {
        guard let image = try await environment.images.shelved(record) else {
            isLost = true
            throw .conflict(
                "Unshelve attempted but the image \(record.shelf?.image.text ?? "") cannot be found. It held the server's root "
                    + "disk: delete the server.")
        }
        guard image.status == .active else {
            throw .conflict("The image \(image.id) of the shelved server is \(image.status.rawValue).")
        }
        return image.id
    }

    package mutating func undo(_ step: Step, in environment: ServerActionEnvironment) async throws -> [ComputeChange] {
        switch step {
        case .claimHost:
            return hostReleased
        case .disks: try await environment.disks.remove(server)
        case .spawn:
            try await environment.takeBackLaunch(of: server)
        case .image: break
        }
        return []
    }

    package func failed(_ failure: ActionFailure, rolledBack: Bool) -> [ComputeChange] {
        let event = isPlaced ? Self.event : hasImage ? Self.placeEvent : Self.imageEvent
        let state = change {
            if isLost { $0.vmState = .set(.error) }
            $0.taskState = .set(nil)
            $0.powerState = .set(.noState)
        }
        return (hasImage && !isPlaced ? done(Self.imageEvent, on: nil) : []) + [
            isSpawned && !rolledBack ? unshelved : state, faultAfterTask(failure),
            .endEvent(event, .error, details: failure.fault.message, traceback: failure.fault.details),
        ]
    }
}
