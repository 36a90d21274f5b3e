/// Counts wrong passwords by name and by the client that sent them: who guesses a user's password is slowed down, the user,
/// who comes from elsewhere, is not. Guesses from many clients are counted together, too, and slow down every client that
/// the user has not logged in from. Strangers have tables of their own, so that a flood of invented names can't push a real
/// user's count out. All tables answer alike: a delay doesn't tell whether the name exists.
struct LoginThrottle {
    enum Name: Hashable {
        case user(id: String)
        case stranger(name: String)
    }

    struct Key: Hashable {
        let name: Name
        let client: String

        init(_ name: Name, from client: String) {
            self.name = name
            self.client = client
        }
    }

    private struct Record {
        var failures: Int
        var lastFailure: UnixTime
    }

    /// The counts of users, or of strangers.
    private struct Counts {
        var clients: BoundedCache<Key, Record>
        var names: BoundedCache<Name, Record>

        init(capacity: Int) {
            clients = BoundedCache(capacity: capacity)
            names = BoundedCache(capacity: capacity)
        }
    }

    private let settings: LoginSettings
    private var users: Counts
    private var strangers: Counts
    /// Where users have logged in from.
    private var known: BoundedCache<Key, Bool>

    init(settings: LoginSettings) {
        self.settings = settings
        users = Counts(capacity: settings.rememberedNames)
        strangers = Counts(capacity: settings.rememberedNames)
        known = BoundedCache(capacity: settings.rememberedNames)
    }

    /// Seconds until the next attempt is looked at; nil when it is looked at now.
    mutating func delay(_ key: Key, at now: UnixTime) -> Int? {
        let isKnown = known[key] ?? false
        let (own, all) = counts(of: key) { ($0.clients[key], isKnown ? nil : $0.names[key.name]) }
        let delays = [
            delay(after: own, free: settings.freeAttempts, at: now),
            delay(after: all, free: settings.freeAttemptsOfAll, at: now),
        ]
        return delays.compactMap(\.self).max()
    }

    mutating func failed(_ key: Key, at now: UnixTime) {
        let isKnown = known[key] ?? false
        let forgets = settings.forgetAfterSeconds
        func counted(_ record: Record?) -> Record {
            let isOver = record.map { now >= $0.lastFailure.advanced(bySeconds: forgets) } ?? true
            return Record(failures: (isOver ? 0 : record?.failures ?? 0) + 1, lastFailure: now)
        }
        counts(of: key) { counts in
            counts.clients[key] = counted(counts.clients[key])
            if !isKnown { counts.names[key.name] = counted(counts.names[key.name]) }
        }
    }

    mutating func succeeded(_ key: Key) {
        known[key] = true
        counts(of: key) { $0.clients[key] = nil }
    }

    private func delay(after record: Record?, free: Int, at now: UnixTime) -> Int? {
        guard let record, record.failures >= free,
            now < record.lastFailure.advanced(bySeconds: settings.forgetAfterSeconds)
        else { return nil }
        let doublings = min(record.failures - free, 32)
        let delay = min(settings.longestDelaySeconds, settings.firstDelaySeconds << Int64(doublings)) * 1_000_000
        // A clock set back must not lengthen the delay.
        let left = min(delay, record.lastFailure.microseconds + delay - now.microseconds)
        return left > 0 ? Int((left + 999_999) / 1_000_000) : nil
    }

    private mutating func counts<Result>(of key: Key, _ body: (inout Counts) -> Result) -> Result {
        switch key.name {
        case .user: body(&users)
        case .stranger: body(&strangers)
        }
    }
}
