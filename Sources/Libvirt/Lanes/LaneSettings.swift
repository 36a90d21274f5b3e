/// How many threads lanes may use.
package struct LaneSettings: Hashable, Sendable {
    /// How many short calls run at once.
    package var threads = 8
    /// How many of them may wait for one thing (`LaneKey`).
    package var perKey = 2
    /// How many threads may hang in calls past their deadline before they count against `threads`.
    package var spares = 32
    /// How long a thread without work waits for more.
    package var idleSeconds = 10

    package init() {}
}
