import Synchronization

/// Gives equal texts, and what they decode to, one shared copy: a thousand servers of one flavor keep one flavor.
final class Interner<Value: Sendable>: Sendable {
    private let limit: Int
    private let values = Mutex<[String: Value]>([:])

    /// - Parameter limit: at most this many are remembered; more only cost sharing.
    init(limit: Int) {
        self.limit = limit
    }

    func value(for text: String, make: (String) throws -> Value) rethrows -> Value {
        if let known = values.withLock({ $0[text] }) { return known }
        let value = try make(text)
        values.withLock { values in
            if values.count >= limit { values.removeAll(keepingCapacity: true) }
            values[text] = value
        }
        return value
    }
}
