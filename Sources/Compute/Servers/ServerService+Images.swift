extension ServerService {
    /// The image is there, queued, when this returns; the server goes on as it was.
    package func createImage(
        _ new: NewServerImage, of id: ServerID, in scope: Scope, origin: Origin
    ) async throws(ComputeError) -> ImageID {
        let image = ImageID(world.makeUUID())
        try await makeImage(
            image, new, by: CreateImage(server: id, image: image), .createImage, task: .imageSnapshotPending,
            in: scope, origin: origin)
        return image
    }

    /// - Parameters:
    ///   - series: the backups that it belongs to.
    ///   - rotation: how many of them are kept, the new one included.
    package func createBackup(
        _ new: NewServerImage, series: String, rotation: Int, of id: ServerID, in scope: Scope, origin: Origin
    ) async throws(ComputeError) -> ImageID {
        let image = ImageID(world.makeUUID())
        let action = CreateBackup(server: id, image: image, series: series, rotation: rotation)
        try await makeImage(image, new, by: action, .createBackup, task: .imageBackup, in: scope, origin: origin)
        return image
    }

    private func makeImage(
        _ image: ImageID, _ new: NewServerImage, by action: some ServerDurableAction, _ rule: ServerRule,
        task: TaskState, in scope: Scope, origin: Origin
    ) async throws(ComputeError) {
        let limit = settings.limits.metadataItems
        try await beginImage(image, by: action, rule, task: task, in: scope, origin: origin) {
            server throws(ComputeError) in
            try new.check(limit: limit)
            try Self.checkQuiesce(server)
            return new
        }
    }

    /// Image, state and action are stored in one transaction.
    /// - Parameter describe: what becomes of the server.
    func beginImage(
        _ image: ImageID, by action: some ServerDurableAction, _ rule: ServerRule, task: TaskState, in scope: Scope,
        origin: Origin, _ describe: @escaping @Sendable (ServerRecord) throws(ComputeError) -> NewServerImage
    ) async throws(ComputeError) {
        let seen = try await show(action.server, in: scope, with: [])
        try rule.check(seen, for: origin)
        _ = try describe(seen)
        try await disks.requireRoom()
        let row = try NewServerAction(action, origin: origin, host: settings.host, world: world)
        let now = world.now()
        let change = ServerChange {
            $0.taskState = .set(task)
            $0.progress = .set(0)
        }
        _ = try await servers.change(action.server, in: scope, facets: []) { server throws(ComputeError) in
            try rule.check(server, for: origin)
            let record = try ImageRecord(image, of: server, try describe(server), user: origin.userID, at: now)
            return ServerDecision(change: change, action: row, image: record)
        }
        wake(action.server)
    }

    /// File systems of a guest that is off are at rest.
    private static func checkQuiesce(_ server: ServerRecord) throws(ComputeError) {
        guard let image = server.image, image.requiresQuiesce, !image.hasGuestAgent else { return }
        guard server.vmState == .active || server.vmState == .paused else { return }
        throw .conflict(
            "Quiescing is not supported in instance \(server.id): its image asks for it (os_require_quiesce), but has no "
                + "guest agent (hw_qemu_guest_agent). Stop the server first.")
    }
}
