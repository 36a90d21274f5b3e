import Identity
import Synchronization

/// Stands still until told.
final class TestClock: Sendable {
    private let time = Mutex(UnixTime(seconds: 1_800_000_000))

    var now: UnixTime { time.withLock { $0 } }

    func advance(seconds: Int64) {
        time.withLock { $0 = $0.advanced(bySeconds: seconds) }
    }
}
