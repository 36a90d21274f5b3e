/// Why an action does not reach its goal. Stored in the row, so that a restart in the middle of the undo still knows.
package struct ActionFailure: Codable, Hashable, Sendable {
    package enum Cause: String, Codable, Sendable {
        case stepFailed = "step-failed"
        /// A crash at a step that is rolled back after a crash.
        case interrupted
        case cancelled
        /// A later action of the same subject took precedence.
        case preempted
        /// The row itself can't be read; only rows in phase `unreadable` say so.
        case unreadable
    }

    package let cause: Cause
    /// The step at which it happened.
    package let step: String
    package let fault: ActionFault

    package init(cause: Cause, step: String, fault: ActionFault) {
        self.cause = cause
        self.step = step
        self.fault = fault
    }
}
