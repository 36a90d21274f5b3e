/// Counts wrong passwords by name and by the client that sent them: who guesses a user's password is slowed down, the user,
/// who comes from elsewhere, is not. Strangers have a table of their own, so that a flood of invented names can't push a
/// real user's count out. Both tables answer alike: a delay doesn't tell whether the name exists.
struct LoginThrottle {
    enum Name: Hashable {
        case user(id: String)
        case stranger(name: String)
    }

    struct Key: Hashable {
        let name: Name
        let client: String

        init(_ name: Name, from client: String = "") {
            self.name = name
            self.client = client
        }
    }

    private struct Record {
        var failures: Int
        var lastFailure: UnixTime
    }

    private let settings: LoginSettings
    private var users: BoundedCache<Key, Record>
    private var strangers: BoundedCache<Key, Record>

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
            switch key.name {
            case .user: users[key]
            case .stranger: strangers[key]
            }
        guard let record, now < record.lastFailure.advanced(bySeconds: settings.forgetAfterSeconds) else { return nil }
        return record
    }

    private mutating func set(_ key: Key, _ record: Record?) {
        switch key.name {
        case .user: users[key] = record
        case .stranger: strangers[key] = record
        }
    }
}
