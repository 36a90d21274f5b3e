import Synchronization

/// Hears what is said on some channels, on a connection and a thread of its own. A lost connection is made again, with
/// pauses that grow, until nobody wants to hear any more.
package final class NotificationListener: Sendable {
    /// Begins with `missed`. Cancelling the task that waits for them stops the listener.
    package let events: NotificationEvents
    private let channels: [String]
    private let open: @Sendable () throws(PostgresError) -> Connection
    private let sink: NotificationSink
    private let wake: WakePipe
    private let isStopped = Atomic(false)
    private static let capacity = 256
    private static let longestPause: Int32 = 15_000

    /// - Parameter open: called on the listener's thread.
    /// - Throws: when the system gives no thread or pipe.
    package init(
        to channels: [String], open: @escaping @Sendable () throws(PostgresError) -> Connection
    ) throws(PostgresError) {
        (events, sink) = NotificationEvents.make(capacity: Self.capacity)
        self.channels = channels
        self.open = open
        wake = try WakePipe()
        sink.onTermination { [weak self] in self?.stop() }
        try OwnThread.start("pg-listen") { self.run() }
    }

    /// Ends the thread soon, and with it the events.
    package func stop() {
        isStopped.store(true, ordering: .releasing)
        wake.signal()
    }

    private var goesOn: Bool { !isStopped.load(ordering: .acquiring) }

    private func run() {
        var pause: Int32 = 100
        while goesOn {
            do throws(PostgresError) {
                let connection = try open()
                for channel in channels { try connection.run("LISTEN \(try connection.quoted(name: channel))") }
                sink.yield(.missed)
                pause = 100
                while goesOn { for heard in try connection.notifications(unless: wake) { sink.yield(.heard(heard)) } }
            } catch {
                wake.wait(milliseconds: pause)
                pause = min(pause * 2, Self.longestPause)
            }
        }
        sink.finish()
    }
}
