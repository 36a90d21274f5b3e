import DurableActions

/// Giving a server new disks beside those that it has, and putting them into their places.
extension ServerActionEnvironment {
    /// Refuses to go on when a disk's newest data is in a file that is not the server's: it could not be brought back. Lost disks
    /// are what a rebuild mends.
    func checkNothingElsewhere(of server: ServerRecord) async throws {
        do {
            try await driver.checkDisks(try await spec(of: server))
        } catch ComputeError.missing {
            return
        } catch ComputeError.notFound {
            // Its base, and the image that it could be made from again.
            return
        }
    }

    /// Makes the disks of the server as it will be, and throws what would keep its guest from running on this host. Nothing
    /// of the present guest is touched.
    func prepareRebuild(
        of server: ServerRecord, keepsEphemeral: Bool, adminPassword: String?, files: [InjectedFile],
        _ cancellation: CancellationFlag
    ) async throws {
        guard let image = server.image else { return }
        let (disks, request) = (disks, DiskRequest(server: server.id, image: image, flavor: server.flavor))
        var prepared = try await Self.untilCancelled(cancellation) {
            try await disks.prepareRebuild(request, keepsEphemeral: keepsEphemeral)
        }
        if server.configDrive {
            let metadata = try await guestMetadata(of: server, adminPassword: adminPassword, files: files)
            prepared.disks.removeAll { $0.role == .configDrive }
            prepared.disks.append(try await disks.writeRebuildConfigDrive(metadata, for: server.id))
        }
        _ = try await driver.plan(try await spec(of: server, image, prepared))
    }

    /// Puts the new disks into the places of the old ones, which are kept, and defines the guest on them. It is off, and a rescue
    /// is over.
    func installRebuild(of server: ServerRecord) async throws -> GuestPlan {
        guard let image = server.image else {
            throw ComputeError.notSupported("The server has no image to boot from.")
        }
        // Otherwise the guest would go on where it was.
        try await driver.discardSavedMemory(server.id)
        try await disks.adoptRebuild(DiskRequest(server: server.id, image: image, flavor: server.flavor))
        try await plug(server)
        let spec = try await spec(of: server)
        let plan = try await driver.plan(spec)
        try await driver.define(spec)
        try await disks.removeRescue(server.id)
        return plan
    }
}
