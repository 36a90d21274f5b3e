package import DurableActions

/// Powers a server off and keeps its root disk as an image; then, unless that is to come later, its place on the host is free
/// for others. What fails before the image is whole is taken back: the guest is as it was.
package struct ShelveServer: ImageMakingAction {
    package enum Step: String, ActionStep {
        case begin
        case shutdown
        case powerOff = "power-off"
        case copy
        case announce
        case upload
        case shelve
        case takeDown = "take-down"
        case disks
    }

    package static let kind = "shelve"
    package static let copying = Step.copy
    package static let event = "compute_shelve_instance"
    package static let tasks: Set<TaskState> = [
        .shelving, .shelvingImagePendingUpload, .shelvingImageUploading, .shelvingOffloading,
    ]

    package let server: ServerID
    package let image: ImageID
    /// Whether there was a guest to bring back.
    private var wasOn = false
    /// The guest's QEMU wrote the copy.
    private var isForeign = false
    private var isShelved = false
    /// When the disk of a guest that was off had been written to last, before it was copied.
    private var copied: Timestamp?

    /// - Parameter image: queued already.
    package init(server: ServerID, image: ImageID) {
        self.server = server
        self.image = image
    }

    package var name: String { "shelve" }

    package static func isReversible(at step: Step) -> Bool {
        switch step {
        case .begin, .shutdown, .powerOff, .copy, .announce, .upload, .shelve: true
        case .takeDown, .disks: false
        }
    }

    /// The guest is off: it is not left so because libvirt was away when it was to be copied.
    package static func isWaitedOut(_ error: any Error, at step: Step) -> Bool {
        step != .begin && isHypervisorAway(error)
    }

    package mutating func perform(
        _ step: Step, in environment: ServerActionEnvironment, cancellation: CancellationFlag
    ) async throws -> StepResult<Step, ComputeChange> {
        switch step {
        case .begin, .shutdown, .powerOff: try await switchOff(step, in: environment, cancellation)
        case .copy, .announce, .upload: try await makeImage(step, in: environment, cancellation)
        case .shelve: try await shelve(in: environment)
        case .takeDown, .disks: try await offload(step, in: environment)
        }
    }

    /// A paused guest can't shut itself down, and its disk is at rest: it is off only once nothing can fail any more, since
    /// its memory is lost with it.
    private mutating func switchOff(
        _ step: Step, in environment: ServerActionEnvironment, _ cancellation: CancellationFlag
    ) async throws -> StepResult<Step, ComputeChange> {
        let record = try await environment.server(server)
        switch step {
        case .shutdown:
            if wasOn {
                try await environment.checkReturn(of: server)
                // A guest is not ended for an image that there is no room for.
                try await environment.requireRoom(for: image, of: server)
            }
            let limit = environment.shutdownTimeout(of: record)
            let isOff = try await environment.askToShutDown(server, within: limit, cancellation)
            return .next(isOff ? .copy : .powerOff)
        case .powerOff:
            try await environment.driver.destroy(server)
            return .next(.copy)
        default:
            // An earlier one has ended what it found, or a reset: nothing of what that has kept is this one's to forget.
            if isTakenOver(record) { throw Self.takenOver }
            try await environment.settleState(of: record)
            // Left by an unshelve that failed in its end: the server's own is newer by now.
            try await environment.disks.forgetKeptState(of: server)
            wasOn = try await environment.isOn(server)
            let isAtRest = record.vmState == .paused && record.image?.requiresQuiesce != true
            return .next(isAtRest ? .copy : .shutdown, changes: [begin(on: record.host)])
        }
    }

    private mutating func makeImage(
        _ step: Step, in environment: ServerActionEnvironment, _ cancellation: CancellationFlag
    ) async throws -> StepResult<Step, ComputeChange> {
        switch step {
        case .copy:
            // By the disk's own word, as a clock may be set back.
            copied = try await environment.isOn(server) ? nil : try await lastWrite(in: environment)
            isForeign = try await environment.copyRoot(of: server, for: image, during: Self.tasks, cancellation)
            return .next(.announce, changes: [change { $0.taskState = .set(.shelvingImagePendingUpload) }])
        case .announce:
            try await environment.announce(image, of: server)
            return .next(.upload, changes: [change { $0.taskState = .set(.shelvingImageUploading) }])
        default:
            try await environment.upload(image, of: server, isForeign: isForeign, cancellation)
            return .next(.shelve)
        }
    }

    private mutating func shelve(
        in environment: ServerActionEnvironment
    ) async throws -> StepResult<Step, ComputeChange> {
        let record = try await environment.server(server)
        guard try await !isNewerThanItsImage(in: environment) else {
            throw ComputeError.conflict(
                "The guest was started outside of aerie while the server was shelved, so its image lacks what was written "
                    + "since.")
        }
        // Of an earlier action that could not be taken back: this server's present state is to be kept. Before anything is
        // ended that could not be brought back.
        try await environment.disks.forgetKeptState(of: server)
        try await environment.driver.destroy(server)
        // Otherwise a suspended guest would go on where it was.
        try await environment.driver.discardSavedMemory(server)
        // A shelf that a reset has left: the new image has all that its image had.
        if let old = record.shelf?.image, old != image { try await environment.images.discardShelved(old) }
        isShelved = true
        let written = try await environment.disks.lastWrite(of: server)
        let shelf = ServerShelf(image: image, since: environment.world.now(), written: written)
        let task: TaskState? = environment.offloadsAtOnce ? .shelvingOffloading : nil
        let changes = [
            change {
                $0.vmState = .set(.shelved)
                $0.taskState = .set(task)
                $0.powerState = .set(.shutdown)
                $0.progress = .set(0)
                $0.shelf = .set(shelf)
            }, succeeded,
        ]
        guard task != nil else { return .finished(changes: changes) }
        return .next(.takeDown, changes: changes + [.beginEvent(OffloadServer.event, host: record.host)])
    }

    /// A guest that was paused has written nothing; what its QEMU writes as it ends is no news.
    private func isNewerThanItsImage(in environment: ServerActionEnvironment) async throws -> Bool {
        if try await environment.power(of: server) == .running { return true }
        guard let copied else { return false }
        return try await lastWrite(in: environment) != copied
    }

    private func lastWrite(in environment: ServerActionEnvironment) async throws -> Timestamp {
        try await environment.disks.lastWrite(of: server) ?? Timestamp(microseconds: 0)
    }

    private func offload(
        _ step: Step, in environment: ServerActionEnvironment
    ) async throws -> StepResult<Step, ComputeChange> {
        let record = try await environment.server(server)
        if isTakenOver(record) { return .finished(changes: givenUp) }
        if step == .takeDown {
            try await environment.takeDown(record)
            return .next(.disks)
        }
        try await environment.freeDisks(of: server)
        return .finished(changes: offloaded)
    }

    package mutating func undo(_ step: Step, in environment: ServerActionEnvironment) async throws -> [ComputeChange] {
        isShelved = false
        let record = try await environment.server(server)
        // With each step, so that nothing of the image stays even when the guest can't be brought back.
        try await environment.dropImage(image, of: server)
        try await environment.images.discardShelved(image)
        if step == .shutdown, wasOn { try await environment.bringGuestBack(record, ifIt: true) }
        return []
    }

    /// - Parameter rolledBack: otherwise nobody knows what the guest does, unless the server is shelved: that it stays.
    package func failed(_ failure: ActionFailure, rolledBack: Bool) -> [ComputeChange] {
        let event = isShelved ? OffloadServer.event : Self.event
        return [
            change {
                if !rolledBack, !isShelved { $0.vmState = .set(.error) }
                $0.taskState = .set(nil)
                $0.progress = .set(0)
                $0.fault = .set(ServerFault(failure))
            }, .endEvent(event, .error, details: failure.fault.message, traceback: failure.fault.details),
        ]
    }
}
