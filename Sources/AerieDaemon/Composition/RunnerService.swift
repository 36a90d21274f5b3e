import Compute
import DurableActions
import ServiceLifecycle

/// Runs durable actions; a graceful stop finishes the steps that run and starts no others.
struct RunnerService: Service, CustomStringConvertible {
    let runner: ActionRunner<ComputeChange>
    /// Opened by the first report of this host: before it, every placement would find no host.
    let hostIsKnown: Gate
    /// How long to wait for that; past it, actions run and fail with a fault that says what is missing.
    let patience: Duration

    var description: String { "actions" }

    func run() async throws {
        try await withGracefulShutdownHandler {
            let gate = hostIsKnown
            let patience = patience
            let timer = Task {
                try? await Task.sleep(for: patience)
                gate.open()
            }
            await gate.wait()
            timer.cancel()
            try await runner.run()
        } onGracefulShutdown: {
            hostIsKnown.open()
            runner.stop()
        }
    }
}
