import DurableActions

/// Making an image of a server's root disk: a copy beside the disk, which then becomes the image's content. Each part finds
/// what an earlier try has left.
extension ServerActionEnvironment {
    /// Copies the root disk, flattened, while its guest runs or not.
    /// - Parameter tasks: during which the server shows how far it is.
    /// - Returns: whether the guest's QEMU wrote the copy.
    func copyRoot(
        of id: ServerID, for image: ImageID, during tasks: Set<TaskState>, _ cancellation: CancellationFlag
    ) async throws -> Bool {
        let (server, copy) = try await rootCopy(of: id, for: image)
        try await driver.endDiskCopy(copy.live(server), of: id)
        return try await showingProgress(of: id, during: tasks) { progress in
            try await self.perform(copy, of: server, cancellation, progress)
        }
    }

    /// - Throws: `.noSpace` when a copy of the root disk would not fit.
    func requireRoom(for image: ImageID, of id: ServerID) async throws(ComputeError) {
        try await disks.beginCopy(try await rootCopy(of: id, for: image).1)
    }

    private func rootCopy(
        of id: ServerID, for image: ImageID
    ) async throws(ComputeError) -> (ServerRecord, RootCopy) {
        let server = try await server(id)
        guard let base = server.image else { throw .notSupported("The server has no disk of its own.") }
        let request = DiskRequest(server: id, image: base, flavor: server.flavor)
        return (server, try await disks.rootCopy(request, for: image))
    }

    private func perform(
        _ copy: RootCopy, of server: ServerRecord, _ cancellation: CancellationFlag,
        _ progress: @escaping @Sendable (Int) -> Void
    ) async throws -> Bool {
        try await disks.beginCopy(copy)
        // A disc is never written to.
        if copy.disk.device == .disk, try await isOn(server.id) {
            do {
                try await copyLive(copy, of: server, cancellation, progress)
                return true
            } catch {
                try cancellation.check()
                if try await isOn(server.id) {
                    // A full disk shows as a job that has failed without a reason.
                    try await disks.requireRoom(for: copy)
                    throw error
                }
                // It went off meanwhile, so its disk is at rest now.
                try await disks.beginCopy(copy)
            }
        }
        // The newest data of a disk that was snapshotted by hand is in another file; and a lost base comes back.
        try await driver.checkDisks(try await spec(of: server))
        let disks = disks
        try await Self.untilCancelled(cancellation) { try await disks.perform(copy, progress: progress) }
        return false
    }

    private func copyLive(
        _ copy: RootCopy, of server: ServerRecord, _ cancellation: CancellationFlag,
        _ progress: @escaping @Sendable (Int) -> Void
    ) async throws {
        let (id, driver, live) = (server.id, driver, copy.live(server))
        try await whileWanted(cancellation) {
            try await driver.copyDisk(live, of: id, progress: progress)
        } otherwise: {
            try? await driver.endDiskCopy(live, of: id)
        }
    }

    /// Takes back what there is of an image, whole or not. The image goes first: what cannot be reached keeps nothing of it.
    func dropImage(_ image: ImageID, of id: ServerID) async throws {
        try await images.discardUnfinished(image)
        try await disks.removeCopy(for: image, of: id)
        let copy: (server: ServerRecord, root: RootCopy)
        // Without the disk there is no guest that copies it.
        do { copy = try await rootCopy(of: id, for: image) } catch { return }
        do throws(HypervisorError) {
            try await driver.endDiskCopy(copy.root.live(copy.server), of: id)
        } catch .timedOut {
            // A QEMU that hangs copies nothing; should it go on, the next copy ends this one.
        } catch .diskElsewhere {
            // Such a disk is not copied: nothing of ours runs on it.
        }
    }

    /// Says what the image is going to be.
    func announce(_ image: ImageID, of id: ServerID) async throws {
        let server = try await server(id)
        let names = await owners.names(user: server.userID, project: server.projectID)
        try await images.announce(image) { $0.announce(server, names) }
    }

    /// Makes the copy the image's content, and removes the copy.
    /// - Parameter isForeign: the guest's QEMU wrote the copy.
    func upload(
        _ image: ImageID, of id: ServerID, isForeign: Bool, _ cancellation: CancellationFlag
    ) async throws {
        let (_, copy) = try await rootCopy(of: id, for: image)
        let images = images
        try await Self.untilCancelled(cancellation) {
            try await images.adopt(copy.target, as: image, isForeign: isForeign)
        }
        try await disks.removeCopy(for: image, of: id)
    }
}

extension RootCopy {
    fileprivate func live(_ server: ServerRecord) -> DiskCopy {
        DiskCopy(source: disk.path, target: target, format: format, quiesce: server.image?.quiesce ?? .never)
    }
}
