package import DurableActions

/// Sends a server's guest a non-maskable interrupt, on which its system may write a dump and restart.
package struct TriggerCrashDump: ServerDurableAction {
    package enum Step: String, ActionStep {
        case begin
        case interrupt
    }

    package static let kind = "trigger-crash-dump"
    package static let event = "compute_trigger_crash_dump"
    package static let tasks: Set<TaskState> = []

    package let server: ServerID

    package init(server: ServerID) {
        self.server = server
    }

    package var name: String { "trigger_crash_dump" }

    /// After a crash the interrupt is sent again: a system that writes its dump takes no notice of a second one.
    package static func isReversible(at step: Step) -> Bool { true }
    package static func isWorthRetrying(_ error: any Error, at step: Step) -> Bool { false }

    package mutating func perform(
        _ step: Step, in environment: ServerActionEnvironment, cancellation: CancellationFlag
    ) async throws -> StepResult<Step, ComputeChange> {
        switch step {
        case .begin:
            return .next(.interrupt, changes: [begin(on: try await environment.server(server).host)])
        case .interrupt:
            try await environment.driver.interrupt(server)
            return .finished(changes: [succeeded])
        }
    }

    package mutating func undo(_ step: Step, in environment: ServerActionEnvironment) async throws -> [ComputeChange] {
        []
    }

    /// The server's state is as it was.
    package func failed(_ failure: ActionFailure, rolledBack: Bool) -> [ComputeChange] {
        [.server(server, ServerChange { $0.fault = .set(ServerFault(failure)) }), failed(with: failure)]
    }
}
