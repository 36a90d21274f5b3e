/// What the actions around a resize have in common.
extension ServerActionEnvironment {
    /// - Throws: `.failure` when there is none, which only a defect can bring about.
    func resize(of server: ServerRecord) throws(ComputeError) -> ServerResize {
        guard let resize = server.resize else { throw .failure("Server \(server.id) has no resize.") }
        return resize
    }

    func diskResize(of server: ServerRecord) throws(ComputeError) -> DiskResize {
        guard let image = server.image else { throw .notSupported("The server has no image to boot from.") }
        let resize = try resize(of: server)
        return DiskResize(server: server.id, image: image, old: resize.old, new: resize.new)
    }

    /// Throws what would keep the server from getting its new flavor, or from coming back if that fails. Its guest goes on.
    func checkResize(of server: ServerRecord) async throws {
        try await checkReturn(of: server.id)
        try await disks.checkResize(try diskResize(of: server))
        var spec = try await spec(of: server)
        spec.server.flavor = try resize(of: server).new
        _ = try await driver.plan(spec)
    }

    /// Brings the disks from before back; they are there, or were brought back before.
    func bringBack(_ server: ServerRecord) async throws -> ComputeChange {
        let resize = try resize(of: server)
        // Nothing is taken from under a guest.
        try await driver.destroy(server.id)
        try await disks.revertResize(try diskResize(of: server))
        return .server(server.id, ServerChange { $0.flavor = .set(resize.old) })
    }

    /// Builds the guest of the old flavor anew, and starts it if it ran.
    func launchAgain(_ server: ServerRecord, ifIt wasOn: Bool) async throws {
        var old = server
        old.flavor = try resize(of: server).old
        try await bringGuestBack(old, ifIt: wasOn)
    }
}
