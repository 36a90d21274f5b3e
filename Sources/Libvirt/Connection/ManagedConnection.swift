import Synchronization

/// A connection that comes back: opened, kept alive, opened again when it is lost.
///
/// One connection carries events and keepalive only. Each call has one to itself while it runs: an idle one, or another
/// that is opened for it, as many as the lanes have threads. libvirtd reads no more than five unanswered requests of one
/// client, so calls to QEMUs that hang would stop the others on it; and libvirt's client before 10.1 leaves a pointer to a
/// stack behind when threads that wait on one connection wake each other, which ends the process once the connection dies
/// under them (libvirt's commit "rpc: ensure temporary GSource is removed from client event loop").
package final class ManagedConnection: Sendable {
    package struct Settings: Sendable {
        package var uri: String
        /// Seconds between pings.
        package var keepAliveInterval: Int32 = 5
        /// Unanswered pings until the connection counts as lost.
        package var keepAliveCount: UInt32 = 5
        /// How long one attempt to connect may take.
        package var openLimit: Duration = .seconds(20)
        package var backoff = Backoff()
        package init(uri: String) {
            self.uri = uri
        }
    }

    package enum Status: Sendable {
        case connected
        /// Why not. Calls throw it at once, with the code `.noConnect`.
        case disconnected(LibvirtError)

        package var isConnected: Bool {
            if case .connected = self { true } else { false }
        }
    }

    let settings: Settings
    let loop: EventLoop
    let lanes: Lanes
    let clock: any Clock<Duration>
    let state: Mutex<State>

    package init(
        _ settings: Settings, loop: EventLoop, lanes: Lanes, clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.settings = settings
        self.loop = loop
        self.lanes = lanes
        self.clock = clock
        let error = LibvirtError(.noConnect, message: "not yet connected to \(settings.uri)")
        state = Mutex(State(link: .down(error)))
    }

    struct State: Sendable {
        var link: Link
        /// Connections without a call at the moment.
        var idle: [Connection] = []
        var sinks: [EventSink] = []
        /// What is over, until a thread that may block lets go of it.
        var retired: [Retired] = []
        var watchers: [AsyncStream<Status>.Continuation] = []
    }

    struct Retired: Sendable {
        let link: Link
        let idle: [Connection]
    }

    enum Link: Sendable {
        case down(LibvirtError)
        case up(events: Connection)
    }

    package var status: Status {
        state.withLock { state in
            switch state.link {
            case .up: .connected
            case .down(let error): .disconnected(error)
            }
        }
    }

    /// The present status and every later one, the newest when the consumer is slow.
    package func statuses() -> AsyncStream<Status> {
        let (stream, continuation) = AsyncStream.makeStream(of: Status.self, bufferingPolicy: .bufferingNewest(1))
        continuation.yield(status)
        state.withLock { $0.watchers.append(continuation) }
        return stream
    }

    /// The domains' events for one consumer, over every reconnect. To be asked for before `run`.
    /// - Parameter capacity: how many wait for the consumer; older ones are dropped and show as `.missed`.
    package func events(capacity: Int = 1024) -> EventStream {
        let (stream, sink) = EventStream.make(capacity: capacity)
        state.withLock { $0.sinks.append(sink) }
        return stream
    }
}
