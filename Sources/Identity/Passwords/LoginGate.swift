import Synchronization

/// The one door to password work: one check at a time, counted by name and client, off the threads that serve requests.
package final class LoginGate: Sendable {
    enum Outcome: Equatable {
        case matched
        case mismatched
        case delayed(seconds: Int)
        case failed(String)
    }

    private let hasher: PasswordHasher
    private let lane: HashingLane
    private let throttle: Mutex<LoginThrottle>
    private let now: @Sendable () -> UnixTime

    package init(
        hasher: PasswordHasher = PasswordHasher(), settings: LoginSettings = LoginSettings(),
        now: @escaping @Sendable () -> UnixTime = UnixTime.now
    ) {
        self.hasher = hasher
        self.now = now
        lane = HashingLane(capacity: settings.waitingChecks)
        throttle = Mutex(LoginThrottle(settings: settings))
    }

    /// The throttle is asked when the check's turn comes, so guesses sent all at once count like guesses one by one.
    func check(
        _ password: String, against stored: String?, for key: LoginThrottle.Key
    ) async throws(IdentityError) {
        let outcome = await lane.run { self.outcome(password, stored, key) }
        switch outcome {
        case .matched: return
        case .mismatched: throw .unauthorized
        case .delayed(let seconds): throw .tooManyAttempts(retryAfter: seconds)
        case .failed(let reason): throw .unavailable(reason)
        case nil: throw .tooManyAttempts(retryAfter: 1)
        }
    }

    /// The text to store for a password that `PasswordHasher.accepts`.
    func hash(_ password: String) async throws(IdentityError) -> String {
        let hasher = self.hasher
        guard let result = await lane.run({ Result { try hasher.hash(password) } }) else {
            throw .tooManyAttempts(retryAfter: 1)
        }
        switch result {
        case .success(let text): return text
        case .failure(let error): throw .unavailable("cannot hash a password: \(error)")
        }
    }

    private func outcome(_ password: String, _ stored: String?, _ key: LoginThrottle.Key) -> Outcome {
        if let seconds = throttle.withLock({ $0.delay(key, at: now()) }) {
            return .delayed(seconds: seconds)
        }
        do {
            let matches = try hasher.verify(password, against: stored)
            throttle.withLock { matches ? $0.succeeded(key) : $0.failed(key, at: now()) }
            return matches ? .matched : .mismatched
        } catch {
            return .failed("cannot check a password: \(error)")
        }
    }
}
