import Compute

/// A session that can begin: the guest's end is open, and it is the right guest's.
struct ConsoleOpening: Sendable {
    let grant: ConsoleGrant
    let entry: ConsoleSessions.Entry
    let wire: GuestLine.Wire
    /// Of the session, in seconds.
    let seconds: Int64
}
