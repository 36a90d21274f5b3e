package import HummingbirdCore
package import Logging
package import NIOCore
import ServiceLifecycle

/// HTTP/1.1 whose requests are worked on where they are read: by the thread of the connection's event loop. A request that
/// waits for nothing never changes threads, which costs more than all of its checks.
///
/// So nothing that a request does may block: files, libvirt and long computations have threads of their own.
package struct EventLoopChannel: ServerChildChannel {
    package typealias Value = HTTP1Channel.Value

    private let http: HTTP1Channel
    /// How long a request may still take when the daemon stops.
    private static let patience = TimeAmount.seconds(5)

    /// - Parameter idleTimeout: a connection without a request, or whose request does not go on arriving, is closed after it.
    package init(idleTimeout: TimeAmount, responder: @escaping HTTPChannelHandler.Responder) {
        http = HTTP1Channel(responder: responder, configuration: .init(idleTimeout: idleTimeout))
    }

    package func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        http.setup(channel: channel, logger: logger)
    }

    package func handle(value: Value, logger: Logger) async {
        let channel = value.channel
        await withGracefulShutdownHandler {
            await withTaskExecutorPreference(EventLoopExecutor(channel.eventLoop)) {
                await http.handle(value: value, logger: logger)
            }
        } onGracefulShutdown: {
            // Else one client that stops reading or sending would hold the stop until its end.
            channel.eventLoop.scheduleTask(in: Self.patience) { channel.close(promise: nil) }
        }
    }
}

/// Runs tasks on an event loop.
private final class EventLoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) {
        self.loop = loop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
