import Compute
import Synchronization

/// How many connections each guest of a network has.
final class ConnectionCount: Sendable {
    private let counts = Mutex<(all: Int, of: [IPv4Address: Int])>((0, [:]))
    private let limit: Int
    private let limitOfGuest: Int

    init(limit: Int, limitOfGuest: Int) {
        self.limit = limit
        self.limitOfGuest = limitOfGuest
    }

    /// - Returns: false when there are too many: nothing is counted then.
    func enter(_ guest: IPv4Address) -> Bool {
        counts.withLock { counts in
            guard counts.all < limit, counts.of[guest, default: 0] < limitOfGuest else { return false }
            counts.all += 1
            counts.of[guest, default: 0] += 1
            return true
        }
    }

    func leave(_ guest: IPv4Address) {
        counts.withLock { counts in
            counts.all -= 1
            let left = (counts.of[guest] ?? 1) - 1
            counts.of[guest] = left > 0 ? left : nil
        }
    }
}
