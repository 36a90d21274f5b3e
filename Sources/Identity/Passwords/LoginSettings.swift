/// How many wrong passwords a user may send, and what follows.
package struct LoginSettings: Sendable, Equatable {
    /// Wrong passwords before the first delay.
    package var freeAttempts = 5
    /// Doubles with every further one.
    package var firstDelaySeconds: Int64 = 1
    package var longestDelaySeconds: Int64 = 60
    /// A user who stayed away this long starts anew.
    package var forgetAfterSeconds: Int64 = 900
    /// Names remembered, of users and of strangers each; the oldest go first.
    package var rememberedNames = 4_096
    /// Password checks that may wait for their turn.
    package var waitingChecks = 64

    package init() {}
}
