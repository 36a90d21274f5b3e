import Compute
import Synchronization

/// Tells whoever runs actions that a server has a new one.
final class Waker: Sendable {
    private let listener = Mutex<(@Sendable (ServerID) -> Void)?>(nil)

    func tell(_ listener: (@Sendable (ServerID) -> Void)?) {
        self.listener.withLock { $0 = listener }
    }

    func wake(_ id: ServerID) {
        listener.withLock { $0 }?(id)
    }
}
