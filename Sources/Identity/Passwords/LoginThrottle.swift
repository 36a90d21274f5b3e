/// Counts wrong passwords by user. Strangers have a table of their own, so that a flood of invented names can't push a
/// real user's count out. Both tables answer alike: a delay doesn't tell whether the name exists.
struct LoginThrottle {
    enum Key: Hashable {
        case user(id: String)
        case stranger(name: String)
    }

    private struct Record {
        var failures: Int
        var lastFailure: UnixTime
    }

    private let settings: LoginSettings
    private var users: BoundedCache<String, Record>
    private var strangers: BoundedCache<String, Record>

    init(settings: LoginSettings) {
        self.settings = settings
        users = BoundedCache(capacity: settings.rememberedNames)
        strangers = BoundedCache(capacity: settings.rememberedNames)
    }

    /// Seconds until the next attempt is looked at; nil when it is looked at now.
    mutating func delay(_ key: Key, at now: UnixTime) -> Int? {
        guard let record = record(key, at: now), record.failures >= settings.freeAttempts else { return nil }
        let doublings = min(record.failures - settings.freeAttempts, 32)
        let delay = min(settings.longestDelaySeconds, settings.firstDelaySeconds << Int64(doublings)) * 1_000_000
        // A clock set back must not lengthen the delay.
        let left = min(delay, record.lastFailure.microseconds + delay - now.microseconds)
        return left > 0 ? Int((left + 999_999) / 1_000_000) : nil
    }

    mutating func failed(_ key: Key, at now: UnixTime) {
        let failures = record(key, at: now)?.failures ?? 0
        set(key, Record(failures: failures + 1, lastFailure: now))
    }

    mutating func succeeded(_ key: Key) {
        set(key, nil)
    }

    private mutating func record(_ key: Key, at now: UnixTime) -> Record? {
        let record =
            switch key {
            case .user(let id): users[id]
            case .stranger(let name): strangers[name]
            }
        guard let record, now < record.lastFailure.advanced(bySeconds: settings.forgetAfterSeconds) else { return nil }
        return record
    }

    private mutating func set(_ key: Key, _ record: Record?) {
        switch key {
        case .user(let id): users[id] = record
        case .stranger(let name): strangers[name] = record
        }
    }
}
