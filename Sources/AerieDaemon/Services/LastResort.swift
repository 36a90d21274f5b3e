import Glibc
import Logging
import ServiceLifecycle

/// Ends the process when a graceful stop does not: a call of libvirt about a QEMU that hangs can't be called back, and its thread
/// would keep the process, and with it the database, for as long as that QEMU hangs. Nothing is lost: whatever runs is a step
/// that the next start runs again.
struct LastResort: Service, CustomStringConvertible {
    /// Longer than a graceful stop may take.
    let patience: Duration
    let logger: Logger

    var description: String { "last resort" }

    func run() async throws {
        let (patience, logger) = (patience, logger)
        let status: Int32
        do {
            try await gracefulShutdown()
            status = 0
        } catch {
            // Cancelled, because another service failed: whoever looks after the daemon is to start it again.
            status = 1
        }
        Task.detached {
            try? await Task.sleep(for: patience)
            logger.error("a call of the hypervisor does not return; ended without it, which the next start makes good")
            _exit(status)
        }
    }
}
