/// Where a row is in its life. The raw values are stored.
package enum ActionPhase: String, Codable, CaseIterable, Sendable {
    /// Nothing was done yet.
    case pending
    case running
    case undoing
    case succeeded
    case failed
    /// Ended with effects left behind that need a person.
    case undoFailed = "undo-failed"
    /// Its kind, step or payload can't be read here. Still open: a person decides.
    case unreadable

    package var isOpen: Bool {
        switch self {
        case .pending, .running, .undoing, .unreadable: true
        case .succeeded, .failed, .undoFailed: false
        }
    }
}
