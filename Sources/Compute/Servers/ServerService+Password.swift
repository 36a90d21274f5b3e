import DurableActions

/// Passwords of guests. None is kept as it is; what is kept was encrypted to the server's key.
extension ServerService {
    /// What may be kept of an encrypted password, in bytes.
    static let longestEncryptedPassword = 1020

    /// `""` when none is kept.
    package func serverPassword(of id: ServerID, in scope: Scope) async throws(ComputeError) -> String {
        try await servers.serverPassword(of: try await show(id, in: scope, with: []).id) ?? ""
    }

    /// Forgets what is kept; the guest's own password stays as it is.
    package func clearServerPassword(of id: ServerID, in scope: Scope) async throws(ComputeError) {
        try await servers.clearServerPassword(of: try await show(id, in: scope, with: []).id)
    }

    /// Has the guest's agent set its administrator's password, and waits for the end of that, for as long as agents are
    /// given to answer and somewhat longer.
    /// - Parameter seal: encrypts the password to a public key; nil when that can't be done with the key.
    /// - Throws: `.conflict` when the guest has no agent, or the agent did not do it.
    package func changePassword(
        _ id: ServerID, to password: String, in scope: Scope, origin: Origin,
        seal: (_ password: String, _ publicKey: String) -> String?
    ) async throws(ComputeError) {
        let key = try await show(id, in: scope, with: []).keyData
        let sealed = key.flatMap { seal(password, $0) }.flatMap {
            $0.utf8.count <= Self.longestEncryptedPassword ? $0 : nil
        }
        let new = try newAction(ChangePassword(server: id, password: password, sealed: sealed), origin)
        let begin: () async throws(ComputeError) -> Void = { () async throws(ComputeError) in
            try await beginPasswordChange(new, of: id, in: scope, origin: origin)
        }
        guard let ended else { return try await begin() }
        let limit = settings.agentDeadline + .seconds(10)
        let outcome = try await ended.outcome(of: new.action.id, within: limit, after: begin)
        if let failure = outcome?.failure { throw .conflict(failure.fault.message) }
    }

    private func beginPasswordChange(
        _ new: NewServerAction, of id: ServerID, in scope: Scope, origin: Origin
    ) async throws(ComputeError) {
        _ = try await servers.change(id, in: scope, facets: []) { server throws(ComputeError) in
            try ServerRule.changePassword.check(server, for: origin)
            guard try PropertyReader.image(server.image?.properties ?? [:]).boolean("hw_qemu_guest_agent") == true
            else {
                throw .conflict("QEMU guest agent is not enabled")
            }
            guard server.powerState == .running else {
                throw .conflict(ChangePassword.refusal(id, "instance \(id) is not running"))
            }
            return ServerDecision(change: ServerChange { $0.taskState = .set(.updatingPassword) }, action: new)
        }
        wake(id)
    }
}
