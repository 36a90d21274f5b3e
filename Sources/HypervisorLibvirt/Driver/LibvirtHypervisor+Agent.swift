package import Compute
import FoundationEssentials
import Libvirt

/// What is done by the agent in a guest.
extension LibvirtHypervisor {
    /// Its key is its own: an agent that does not answer holds up neither the guest's counters nor its shutdown.
    package func setPassword(
        _ password: String, of user: String, in id: ServerID, within limit: Duration
    ) async throws(HypervisorError) {
        let uuid = try id.uuid()
        let patience = Domain.AgentTimeout(patience: limit)
        do throws(LibvirtError) {
            let runs = try await questions.run(on: LaneKey("agent of domain \(id)"), within: limit) {
                connection throws(LibvirtError) in
                let domain = try connection.domain(uuid: uuid)
                guard try domain.state().state == .running else { return false }
                try domain.setAgentResponseTimeout(patience)
                // Others may ask the agent for what takes long, as freezing its file systems.
                defer { try? domain.setAgentResponseTimeout(.block) }
                try domain.setUserPassword(user: user, password: password)
                return true
            }
            guard runs else { throw LibvirtError(.operationInvalid, message: "the guest does not run") }
        } catch {
            throw Self.agentError(error, id)
        }
    }

    private static func agentError(_ error: LibvirtError, _ id: ServerID) -> HypervisorError {
        switch error.code {
        case .agentUnresponsive, .agentUnsynced: .timedOut(error.message)
        case .operationInvalid: .impossible("instance \(id) is not running")
        case .argumentUnsupported: .impossible("the guest has no channel to an agent; reboot the server hard.")
        default: HypervisorError(error, guest: id)
        }
    }
}

extension Domain.AgentTimeout {
    /// libvirt waits as long for the agent to be there, and once more for what it does.
    fileprivate init(patience limit: Duration) {
        self = .seconds(Int32(clamping: max(1, limit.components.seconds / 2)))
    }
}
