/// How many wrong passwords may come for a name, and what follows.
package struct LoginSettings: Sendable, Equatable {
    /// Wrong passwords from one client before its first delay.
    package var freeAttempts = 5
    /// Wrong passwords from all clients before the first delay of those that the user has not logged in from.
    package var freeAttemptsOfAll = 100
    /// Doubles with every further one.
    package var firstDelaySeconds: Int64 = 1
    package var longestDelaySeconds: Int64 = 60
    /// A user who stayed away this long starts anew.
    package var forgetAfterSeconds: Int64 = 900
    /// Names, and names with clients, remembered, of users and of strangers each; the oldest go first.
    package var rememberedNames = 4_096
    /// Password checks that may wait for their turn.
    package var waitingChecks = 64

    package init() {}
}
