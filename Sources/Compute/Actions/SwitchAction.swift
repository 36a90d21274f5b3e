package import DurableActions

/// An action that brings a server's guest into another state with one call to the hypervisor, or leaves it as it was.
package protocol SwitchAction: ServerDurableAction where Step == SwitchStep {
    /// Where a server is afterwards.
    static var result: (vm: VMState, power: PowerState) { get }

    /// Finds the guest in its old state, or in the new one already.
    func perform(in environment: ServerActionEnvironment, cancellation: CancellationFlag) async throws

    /// Brings the guest back to its old state, whatever `perform` may have done.
    func takeBack(in environment: ServerActionEnvironment) async throws
}

package enum SwitchStep: String, ActionStep {
    case begin
    case act
}

extension SwitchAction {
    package static func isReversible(at step: Step) -> Bool { true }

    package mutating func perform(
        _ step: Step, in environment: ServerActionEnvironment, cancellation: CancellationFlag
    ) async throws -> StepResult<Step, ComputeChange> {
        switch step {
        case .begin:
            return .next(.act, changes: [begin(on: try await environment.server(server).host)])
        case .act:
            try await perform(in: environment, cancellation: cancellation)
            return .finished(changes: [
                change {
                    $0.vmState = .set(Self.result.vm)
                    $0.taskState = .set(nil)
                    $0.powerState = .set(Self.result.power)
                }, succeeded,
            ])
        }
    }

    package mutating func undo(_ step: Step, in environment: ServerActionEnvironment) async throws -> [ComputeChange] {
        if step == .act { try await takeBack(in: environment) }
        return []
    }

    /// - Parameter rolledBack: otherwise nobody knows what the guest does: ERROR.
    package func failed(_ failure: ActionFailure, rolledBack: Bool) -> [ComputeChange] {
        [
            change {
                if !rolledBack { $0.vmState = .set(.error) }
                $0.taskState = .set(nil)
                $0.fault = .set(ServerFault(failure))
            }, failed(with: failure),
        ]
    }
}
