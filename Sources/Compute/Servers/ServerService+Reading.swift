extension ServerService {
    /// - Parameter includesDeleted: actions of deleted servers can be read from 2.21.
    package func actions(
        of id: ServerID, in scope: Scope, includesDeleted: Bool, _ query: ActionQuery
    ) async throws(ComputeError) -> [InstanceAction] {
        try Self.checkChanges(since: query.changedSince, before: query.changedBefore)
        _ = try await servers.server(id, in: scope, facets: [], includingDeleted: includesDeleted)
        return try await servers.actions(of: id, query)
    }

    package func action(
        _ requestID: String, of id: ServerID, in scope: Scope, includesDeleted: Bool
    ) async throws(ComputeError) -> InstanceAction {
        _ = try await servers.server(id, in: scope, facets: [], includingDeleted: includesDeleted)
        guard let action = try await servers.action(requestID, of: id) else {
            throw .missing("Action for request_id \(requestID) on instance \(id) not found")
        }
        return action
    }

    /// The end of the console log as text: control characters are gone, broken UTF-8 is replaced.
    /// - Parameter lines: the last so many; nil or -1 for everything that is kept.
    package func consoleOutput(
        of id: ServerID, in scope: Scope, lines: Int?
    ) async throws(ComputeError) -> String {
        let server = try await show(id, in: scope, with: [])
        guard server.host != nil else { throw .notReady(id) }
        // A guest that is gone has nothing left to flush; its log is still there.
        try? await driver.flushConsole(id)
        guard let bytes = try await disks.consoleLog(of: id, limit: settings.consoleLimit) else {
            throw .missing("Unable to get console: the server has not written any.")
        }
        return ConsoleText.text(of: bytes, lastLines: lines)
    }

    /// Counters of the guest; a guest that hangs delays nothing but this answer.
    package func diagnostics(
        of id: ServerID, in scope: Scope
    ) async throws(ComputeError) -> (server: ServerRecord, counters: GuestDiagnostics, now: Timestamp) {
        let server = try await show(id, in: scope, with: [])
        guard server.host != nil else { throw .notReady(id) }
        do throws(HypervisorError) {
            let counters = try await driver.diagnostics(id, within: settings.diagnosticsDeadline)
            return (server, counters, world.now())
        } catch {
            switch error {
            case .noGuest:
                // What is recorded may lag behind: a guest that isn't there is not running.
                let power = server.powerState == .running ? PowerState.noState : server.powerState
                throw .wrongState(action: "get_diagnostics", server: id, attribute: .powerState, state: power.word)
            case .unavailable(let text), .timedOut(let text): throw .unavailable(text)
            case .impossible(let text): throw .notSupported(text)
            case .rangeTaken, .diskElsewhere, .failed: throw .failure(error.message)
            }
        }
    }
}
