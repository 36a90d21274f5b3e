package import FoundationEssentials

/// One action as the store keeps it.
package struct ActionRow: Sendable, Hashable, Identifiable {
    package let id: ActionID
    /// The order of creation, given by the store.
    package let sequence: Int64
    package let kind: String
    /// What the action changes. Actions of one subject run one after another.
    package let subject: String
    /// Whose runner owns the row.
    package let host: String
    package let created: Date
    /// Fencing number: every claim raises it, and every write compares it.
    package var lease: Int64
    package var phase: ActionPhase
    /// The step that runs next or now; while undoing, the step to undo next.
    package var step: String
    /// The steps before `step` whose effects stand, oldest first.
    package var stepsTaken: [String]
    /// The action as JSON.
    package var payload: Data
    /// How often `step` has failed already.
    package var attempt: Int
    /// Set from the moment the action can't succeed any more.
    package var failure: ActionFailure?
    package var cancellationRequested: Bool
    package var updated: Date

    package init(
        id: ActionID, sequence: Int64, kind: String, subject: String, host: String, created: Date, lease: Int64,
        phase: ActionPhase, step: String, stepsTaken: [String], payload: Data, attempt: Int, failure: ActionFailure?,
        cancellationRequested: Bool, updated: Date
    ) {
        self.id = id
        self.sequence = sequence
        self.kind = kind
        self.subject = subject
        self.host = host
        self.created = created
        self.lease = lease
        self.phase = phase
        self.step = step
        self.stepsTaken = stepsTaken
        self.payload = payload
        self.attempt = attempt
        self.failure = failure
        self.cancellationRequested = cancellationRequested
        self.updated = updated
    }

    /// The row after a claim.
    package func claimed(at date: Date) -> ActionRow {
        var row = self
        row.lease += 1
        if phase == .pending { row.phase = .running }
        row.updated = date
        return row
    }

    /// The row after a move.
    package func moved(by move: ActionMove) -> ActionRow {
        var row = self
        row.step = move.step
        row.stepsTaken = move.stepsTaken
        row.payload = move.payload
        row.phase = move.phase
        row.attempt = move.attempt
        row.failure = move.failure
        row.updated = move.at
        return row
    }

    /// The row after its end.
    package func ended(with end: ActionEnd) -> ActionRow {
        var row = self
        row.phase = end.outcome.phase
        row.failure = end.outcome.failure
        row.payload = end.payload
        row.updated = end.at
        return row
    }

    /// The row once marked, with the reason where a failure's message is shown.
    package func unreadable(because reason: String, at date: Date) -> ActionRow {
        var row = self
        row.phase = .unreadable
        row.failure = ActionFailure(cause: .unreadable, step: step, fault: ActionFault(code: 500, message: reason))
        row.updated = date
        return row
    }
}
