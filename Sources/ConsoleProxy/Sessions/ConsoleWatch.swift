import Compute

/// Ends tokens and sessions with the run of the guest that they were given out for.
struct ConsoleWatch: Sendable {
    let driver: any ConsoleDriver
    let tokens: ConsoleTokenTable
    let sessions: ConsoleSessions

    /// Until its task is cancelled.
    func run() async {
        for await event in driver.events() {
            switch event {
            case .changed(let id): if servers.contains(id) { await look(at: id) }
            case .connectionLost:
                // What happens to guests now isn't told, so no token can vouch for a run any more. Sessions end by
                // themselves when their guests do.
                tokens.removeAll()
            case .lookAgain, .connectionRestored:
                for id in servers { await look(at: id) }
            }
        }
    }

    private var servers: Set<ServerID> { tokens.servers.union(sessions.servers) }

    private func look(at id: ServerID) async {
        // What can't be read now is read again when a token is used.
        guard let current = try? await driver.consoles(of: id).map(Optional.some) ?? .some(nil) else { return }
        tokens.remove(of: id, except: current)
        sessions.end(of: id, except: current)
    }
}
