package import DurableActions

/// Has the agent in a server's guest set the password of its administrator.
package struct ChangePassword: ServerDurableAction {
    package enum Step: String, ActionStep {
        case begin
        case set
    }

    package static let kind = "change-password"
    package static let actionClass = ActionClass.waiting
    package static let event = "compute_set_admin_password"
    package static let tasks: Set<TaskState> = [.updatingPassword]

    package let server: ServerID
    /// Forgotten when the action has ended.
    private var password: String
    private var sealed: String?

    /// - Parameter sealed: the password encrypted to the server's key, which its user may read once it is set.
    package init(server: ServerID, password: String, sealed: String?) {
        self.server = server
        self.password = password
        self.sealed = sealed
    }

    package var name: String { "changePassword" }

    package mutating func forgetSecrets() {
        password = ""
        sealed = nil
    }

    /// Nobody knows what password the guest has when its agent did not answer; it can be set again.
    package static func isReversible(at step: Step) -> Bool { true }
    package static func isWorthRetrying(_ error: any Error, at step: Step) -> Bool { false }

    package mutating func perform(
        _ step: Step, in environment: ServerActionEnvironment, cancellation: CancellationFlag
    ) async throws -> StepResult<Step, ComputeChange> {
        let record = try await environment.server(server)
        switch step {
        case .begin:
            return .next(.set, changes: [begin(on: record.host)])
        case .set:
            let user = Self.user(of: record)
            do throws(HypervisorError) {
                try await environment.driver.setPassword(
                    password, of: user, in: server, within: environment.settings.agentDeadline)
            } catch {
                throw ComputeError.conflict(Self.refusal(server, Self.reason(error, user: user)))
            }
            return .finished(changes: changed)
        }
    }

    private var changed: [ComputeChange] {
        let kept = sealed.map { ComputeChange.keepPassword($0, of: server) }
        return [change { $0.taskState = .set(nil) }] + (kept.map { [$0] } ?? []) + [succeeded]
    }

    /// Whose password it is: the image's word for it, else the one that its system has.
    static func user(of server: ServerRecord) -> String {
        let properties = server.image?.properties ?? [:]
        if let user = properties["os_admin_user"], !user.isEmpty { return user }
        return properties["os_type"]?.lowercased() == GuestProperties.OS.windows.rawValue ? "Administrator" : "root"
    }

    static func refusal(_ server: ServerID, _ reason: String) -> String {
        "Failed to set admin password on \(server) because \(reason)"
    }

    /// Never more of the hypervisor's words than the driver has made for users: they may repeat what was asked.
    private static func reason(_ error: HypervisorError, user: String) -> String {
        switch error {
        case .impossible(let text): text
        case .timedOut:
            "its guest agent does not answer. Install and start qemu-guest-agent in the guest, then try again."
        case .unavailable: "the host's libvirt can't be reached. Try again later."
        case .noGuest, .rangeTaken, .diskElsewhere, .failed:
            "its guest agent could not set the password of the user \(user)."
        }
    }

    package mutating func undo(_ step: Step, in environment: ServerActionEnvironment) async throws -> [ComputeChange] {
        []
    }

    package func failed(_ failure: ActionFailure, rolledBack: Bool) -> [ComputeChange] {
        [
            change {
                $0.taskState = .set(nil)
                $0.fault = .set(ServerFault(failure))
            }, failed(with: failure),
        ]
    }
}
