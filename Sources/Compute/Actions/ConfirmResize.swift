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

    package mutating func perform(
        _ step: Step, in environment: ServerActionEnvironment, cancellation: CancellationFlag
    ) async throws -> StepResult<Step, ComputeChange> {
        switch step {
        case .begin:
            return .next(.remove, changes: [begin(on: try await environment.server(server).host)])
        case .remove:
            let isOn = try await environment.isOn(server)
            try await environment.disks.removeResized(server)
            return .finished(changes: [
                change(during: [nil]) {
                    $0.vmState = .set(isOn ? .active : .stopped)
                    $0.powerState = .set(isOn ? .running : .shutdown)
                }, .server(server, ServerChange { $0.resize = .set(nil) }), succeeded,
            ])
        }
    }

    package mutating func undo(_ step: Step, in environment: ServerActionEnvironment) async throws -> [ComputeChange] {
        []
    }

    package func failed(_ failure: ActionFailure, rolledBack: Bool) -> [ComputeChange] {
        [
            change(during: [nil]) {
                if !rolledBack { $0.vmState = .set(.error) }
                $0.fault = .set(ServerFault(failure))
            }, .server(server, ServerChange { if rolledBack { $0.resizeStatus = .set(.finished) } }),
            failed(with: failure),
        ]
    }
}
