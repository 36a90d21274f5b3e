package import DurableActions

/// Removes the disks that a resized server had before. What runs goes on.
package struct ConfirmResize: ServerDurableAction {
    package enum Step: String, ActionStep {
        case begin
        case remove
    }

    package static let kind = "confirm-resize"
    package static let event = "compute_confirm_resize"
    /// None: the server only waits.
    package static let tasks: Set<TaskState> = []

    package let server: ServerID

    package init(server: ServerID) {
        self.server = server
    }

    package var name: String { "confirmResize" }

    /// A server of which some disks from before are gone can't be reverted.
    package static func isReversible(at step: Step) -> Bool { step == .begin }

    /// Once the disks are removed all that is left to do is to look what the guest does.
    package static func isWaitedOut(_ error: any Error, at step: Step) -> Bool {
        step == .remove && isHypervisorAway(error)
    }

    package mutating func perform(
        _ step: Step, in environment: ServerActionEnvironment, cancellation: CancellationFlag
    ) async throws -> StepResult<Step, ComputeChange> {
        switch step {
        case .begin:
            let record = try await environment.server(server)
            // Otherwise the disks from before are all that is left of its data.
            try await environment.checkDisks(of: record)
            return .next(.remove, changes: [begin(on: record.host)])
        case .remove:
            // After an administrator's reset it may be in the middle of another one.
            guard try await environment.server(server).resize?.status == .confirming else {
                return .finished(changes: [succeeded])
            }
            try await environment.disks.removeResized(server)
            return .finished(changes: confirmed(isOn: try await environment.isOn(server)))
        }
    }

    /// Nor is a server any more what the resize has made of it when somebody has brought it elsewhere.
    private func confirmed(isOn: Bool) -> [ComputeChange] {
        [
            change(during: [nil]) {
                $0.onlyIn = Self.states
                $0.vmState = .set(isOn ? .active : .stopped)
                $0.powerState = .set(isOn ? .running : .shutdown)
            }, resize(while: .confirming) { $0.resize = .set(nil) }, succeeded,
        ]
    }

    /// ERROR: an earlier confirmation has failed.
    private static let states: Set<VMState> = [.resized, .error]

    package mutating func undo(_ step: Step, in environment: ServerActionEnvironment) async throws -> [ComputeChange] {
        []
    }

    package func failed(_ failure: ActionFailure, rolledBack: Bool) -> [ComputeChange] {
        [
            change(during: [nil]) {
                $0.onlyIn = Self.states
                if !rolledBack { $0.vmState = .set(.error) }
            }, change(during: [nil]) { $0.fault = .set(ServerFault(failure)) },
            resize(while: .confirming) { if rolledBack { $0.resizeStatus = .set(.finished) } }, failed(with: failure),
        ]
    }
}
