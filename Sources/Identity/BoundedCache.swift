/// A dictionary that holds at most `capacity` entries and forgets those not used for longest, roughly: it keeps two
/// halves, fills the newer one, and drops the older one whole when the newer is full.
struct BoundedCache<Key: Hashable, Value> {
    private var newer: [Key: Value] = [:]
    private var older: [Key: Value] = [:]
    private let half: Int

    init(capacity: Int) {
        half = max(1, capacity / 2)
    }

    var count: Int { newer.count + older.count }

    subscript(key: Key) -> Value? {
        mutating get {
            if let value = newer[key] { return value }
            guard let value = older.removeValue(forKey: key) else { return nil }
            insert(value, for: key)
            return value
        }
        set {
            older[key] = nil
            guard let newValue else {
                newer[key] = nil
                return
            }
            insert(newValue, for: key)
        }
    }

    mutating func removeAll() {
        newer = [:]
        older = [:]
    }

    private mutating func insert(_ value: Value, for key: Key) {
        if newer.count >= half, newer[key] == nil {
            older = newer
            newer = [:]
        }
        newer[key] = value
    }
}
