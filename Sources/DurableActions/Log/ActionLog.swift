package import FoundationEssentials

/// The rows of actions as the runner needs them. Every call is one transaction.
///
/// `claim`, `advance`, `finish` and `markUnreadable` compare and set: they change the row only where the stored one still
/// has the given id, lease and step and is open, and throw `leaseLost` otherwise, storing nothing.
package protocol ActionLog<Change>: Sendable {
    associatedtype Change: Sendable

    /// The rows whose phase is open, in order of creation.
    func openRows(host: String) async throws(ActionLogError) -> [ActionRow]
    func openRows(subject: String, host: String) async throws(ActionLogError) -> [ActionRow]

    /// Stores `row.claimed(at:)`; refuses unreadable rows.
    /// - Returns: the row as stored.
    func claim(_ row: ActionRow, at date: Date) async throws(ActionLogError) -> ActionRow

    /// Stores `row.moved(by:)`, its event and the changes.
    /// - Returns: the row as stored, with the stored wish to cancel.
    func advance(
        _ row: ActionRow, by move: ActionMove, storing changes: [Change]
    ) async throws(ActionLogError) -> ActionRow

    /// Stores `row.ended(with:)`, its event and the changes.
    func finish(_ row: ActionRow, with end: ActionEnd, storing changes: [Change]) async throws(ActionLogError)

    /// Stores `row.unreadable(because:at:)`.
    func markUnreadable(_ row: ActionRow, reason: String, at date: Date) async throws(ActionLogError)

    /// Sets the wish to cancel on an open row; does nothing to a row that ended or doesn't exist.
    func requestCancellation(of id: ActionID) async throws(ActionLogError)
}

extension ActionLog {
    /// What has an action under way or waiting, and is therefore left alone by everybody else.
    package func openSubjects(host: String) async throws(ActionLogError) -> Set<String> {
        Set(try await openRows(host: host).map(\.subject))
    }
}
