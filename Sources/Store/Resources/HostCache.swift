import Compute
import Synchronization

/// The hosts as they were read last. Exact as long as this process alone writes the database, as `ServerCache` is.
final class HostCache: Sendable {
    private struct State {
        var hosts: [HostRecord]?
        /// Rises with every change of any host.
        var generation: UInt64 = 0
    }

    private let state = Mutex(State())

    var hosts: [HostRecord]? { state.withLock(\.hosts) }
    var generation: UInt64 { state.withLock(\.generation) }

    /// Keeps what a read that began in `generation` has found.
    func keep(_ hosts: [HostRecord], from generation: UInt64) {
        state.withLock { state in
            if state.generation == generation { state.hosts = hosts }
        }
    }

    /// To be called after a commit that changed a host, and before anyone is told of it.
    func forget() {
        state.withLock { state in
            state.generation += 1
            state.hosts = nil
        }
    }
}
