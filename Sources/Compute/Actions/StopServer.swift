package import DurableActions

/// Stops a server: asks the guest, and powers it off when the time is up.
package struct StopServer: ServerDurableAction {
    package enum Step: String, ActionStep {
        case begin
        case shutdown
        case powerOff = "power-off"
    }

    package static let kind = "stop"
    package static let actionClass = ActionClass.waiting
    package static let event = "compute_stop_instance"
    package static let tasks: Set<TaskState> = [.poweringOff]

    package let server: ServerID

    package init(server: ServerID) {
        self.server = server
    }

    package var name: String { "stop" }

    package static func isReversible(at step: Step) -> Bool { true }

    package mutating func perform(
        _ step: Step, in environment: ServerActionEnvironment, cancellation: CancellationFlag
    ) async throws -> StepResult<Step, ComputeChange> {
        switch step {
        case .begin:
            return .next(.shutdown, changes: [begin(on: try await environment.server(server).host)])
        case .shutdown:
            let record = try await environment.server(server)
            let limit = environment.shutdownTimeout(of: record)
            let isOff = try await environment.askToShutDown(server, within: limit, cancellation)
            return isOff ? stopped : .next(.powerOff)
        case .powerOff:
            try await environment.driver.destroy(server)
            return stopped
        }
    }

    private var stopped: StepResult<Step, ComputeChange> {
        .finished(changes: [
            change {
                $0.vmState = .set(.stopped)
                $0.taskState = .set(nil)
                $0.powerState = .set(.shutdown)
            }, succeeded,
        ])
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
