import Logging
import ServiceLifecycle

/// A long-lived piece of work that ends when its task is cancelled.
struct TaskService: Service, CustomStringConvertible {
    let description: String
    private let work: @Sendable () async -> Void

    init(_ name: String, _ work: @escaping @Sendable () async -> Void) {
        description = name
        self.work = work
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await work()
        }
    }
}
