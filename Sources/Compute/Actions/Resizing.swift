import DurableActions

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

    /// Throws `.missing` when one of the server's present disks is lost.
    func checkDisks(of server: ServerRecord) async throws {
        guard let image = server.image else { return }
        _ = try await disks.existing(DiskRequest(server: server.id, image: image, flavor: server.flavor))
    }

    /// Ends the resize of a server that an administrator's reset, or a failure, has taken out of it: it has been started from the
    /// disks that it has, whose places are never empty and never half filled, so nobody will ask for those from before.
    /// One that was cut off on the way back keeps both: which of its disks are wanted only a person can tell. One that was only
    /// requested has its own action, which comes after this one.
    func endResize(of server: ServerRecord) async throws(ComputeError) -> [ComputeChange] {
        guard let resize = server.resize, resize.status != .reverting, resize.status != .requested else { return [] }
        try await disks.removeResized(server.id)
        let end = ServerChange {
            $0.onlyWhile = resize.status
            $0.resize = .set(nil)
        }
        return [.server(server.id, end)]
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

extension ServerDurableAction {
    /// A change of the server's resize, unless that is another one by then.
    func resize(
        while status: ServerResize.Status, _ fill: (inout ServerChange) -> Void
    ) -> ComputeChange {
        .server(
            server,
            ServerChange {
                $0.onlyWhile = status
                fill(&$0)
            })
    }

    /// Ends what an administrator's reset, or a failure, has left of a resize and of a shelf, once the server is up again. Not
    /// when a later request has taken it over. What can't be ended now is the server's fault, and is tried again when it is
    /// started next: no guest that is up is ended for it.
    func leftovers(of id: ServerID, in environment: ServerActionEnvironment) async -> [ComputeChange] {
        do throws(ComputeError) {
            let server = try await environment.server(id)
            if isTakenOver(server) { return [] }
            let resize = try await environment.endResize(of: server)
            return resize + (try await environment.endShelf(of: server))
        } catch {
            return [faultAfterTask(ActionFailure(cause: .stepFailed, step: Self.event, fault: Self.fault(for: error)))]
        }
    }
}
