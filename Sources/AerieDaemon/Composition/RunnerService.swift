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
    /// Runs before the first action, while nothing else changes the host.
    let prepare: @Sendable () async -> Void

    var description: String { "actions" }

    func run() async throws {
        try await withGracefulShutdownHandler {
            let gate = hostIsKnown
            let patience = patience
            let timer = Task {
                try? await Task.sleep(for: patience)
                gate.open()
            }
            // Another service's failure cancels this one: it must not sit the patience out.
            await withTaskCancellationHandler {
                await gate.wait()
            } onCancel: {
                gate.open()
            }
            timer.cancel()
            await prepare()
            try await runner.run()
        } onGracefulShutdown: {
            hostIsKnown.open()
            runner.stop()
        }
    }
}
