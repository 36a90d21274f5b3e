/// What becomes of a shelved server's place on its host, and of its image.
extension ServerActionEnvironment {
    /// Whether shelved servers give up their place at once.
    var offloadsAtOnce: Bool { settings.shelvedOffloadTime == 0 }

    /// Takes the guest and its reservations from this host; its disks are still there.
    /// - Throws: `.conflict` when the image is gone, or the guest was started since: the disks are more than the image then.
    func takeDown(_ server: ServerRecord) async throws {
        guard let image = try await images.shelved(server) else { throw Self.imageLost("gone") }
        guard try await images.isWhole(image) else { throw Self.imageLost("damaged") }
        guard try await !isOn(server.id) else {
            try await forgetOlderState(of: server.id)
            throw ComputeError.conflict(
                "The guest of the shelved server was started outside of aerie, so its disk is not given up. Unshelve the "
                    + "server: it goes on with what was written since.")
        }
        if let shelf = server.shelf, try await isWritten(server.id, since: shelf) {
            try await forgetOlderState(of: server.id)
            throw ComputeError.conflict(
                "The disk of the shelved server was written to since its image was made, so it is not given up. Unshelve the "
                    + "server: it goes on with what was written.")
        }
        try await keepStateAndRemove(server.id)
        try await unplug(server)
    }

    private func isWritten(_ id: ServerID, since shelf: ServerShelf) async throws(ComputeError) -> Bool {
        guard let written = try await disks.lastWrite(of: id) else { return false }
        // A clock may have been set back since.
        if let known = shelf.written { return written != known }
        return written > shelf.since
    }

    /// The guest has been started since an earlier try, so what that has kept is older than what the guest has. One that has
    /// no definition any more has nothing else.
    private func forgetOlderState(of id: ServerID) async throws {
        if try await driver.guest(id) != nil { try await disks.forgetKeptState(of: id) }
    }

    private func keepStateAndRemove(_ id: ServerID) async throws {
        try await disks.keepState(of: id)
        do {
            try await remove(id)
        } catch {
            // A server that still has its definition has its own state, which is to stay the newest. Returned first: some of
            // it may be gone.
            try? await returnKeptState(of: id)
            throw error
        }
    }

    private func returnKeptState(of id: ServerID) async throws {
        guard let guest = try await driver.guest(id), guest.power == .shutdown else { return }
        try await disks.returnState(of: id)
        try await disks.forgetKeptState(of: id)
    }

    private static func imageLost(_ how: String) -> ComputeError {
        .conflict(
            "The image of the shelved server is \(how), so its disk is not given up. Unshelve the server: its disk is still on "
                + "its host.")
    }

    /// Puts back what belongs to the server besides its disks, unless its guest is on and has it.
    func returnState(of id: ServerID) async throws {
        if try await !isOn(id) { try await disks.returnState(of: id) }
    }

    /// Before a server is brought up that was taken from its shelf without an unshelve: it gets what was kept of it, unless its
    /// guest has been started since and has written newer. Afterwards nothing is kept.
    func settleState(of server: ServerRecord) async throws {
        guard server.shelf != nil else { return }
        try await returnState(of: server.id)
        try await disks.forgetKeptState(of: server.id)
    }

    /// The server is up again without an unshelve: nobody will ask for its shelf.
    func endShelf(of server: ServerRecord) async throws(ComputeError) -> [ComputeChange] {
        guard server.shelf != nil else { return [] }
        try await discardShelvedImage(of: server.id)
        return [.server(server.id, ServerChange { $0.shelf = .set(nil) })]
    }

    /// The server has all that was kept of it. What is kept goes first: it could be taken for that of a later time.
    func emptyShelf(of id: ServerID) async throws(ComputeError) {
        try await disks.forgetKeptState(of: id)
        try await discardShelvedImage(of: id)
    }

    /// Removes the server's files from this host.
    func freeDisks(of id: ServerID) async throws {
        // A start that was given up may have come through late: no disk is taken from under a guest.
        if try await driver.guest(id) != nil { try await remove(id) }
        try await disks.remove(id)
    }

    /// Removes the image of a server that was shelved; nothing happens when it has none.
    func discardShelvedImage(of id: ServerID) async throws(ComputeError) {
        guard let shelf = try await server(id).shelf else { return }
        try await images.discardShelved(shelf.image)
    }
}

extension ServerDurableAction {
    /// Its room on the host is free from then on. Ports and addresses stay its own.
    var offloaded: [ComputeChange] {
        [
            change {
                $0.vmState = .set(.shelvedOffloaded)
                $0.taskState = .set(nil)
                $0.powerState = .set(.noState)
            }
        ] + hostReleased + [.endEvent(OffloadServer.event, .success, details: nil, traceback: nil)]
    }

    /// A later request has taken the server over: it keeps its disks.
    func isTakenOver(_ record: ServerRecord) -> Bool {
        record.taskState.map { !Self.tasks.contains($0) } ?? true
    }

    /// For an action that could not even begin.
    static var takenOver: ComputeError { .conflict(takenOverText) }

    static var takenOverText: String { "Another request has taken the server over." }

    /// What that leaves of it.
    var givenUp: [ComputeChange] {
        [
            .endEvent(
                OffloadServer.event, .error, details: Self.takenOverText, traceback: nil)
        ]
    }
}
