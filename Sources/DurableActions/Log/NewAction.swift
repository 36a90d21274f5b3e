package import FoundationEssentials

/// What a request inserts, in the transaction that also moves its subject's state.
package struct NewAction: Sendable, Hashable {
    package let id: ActionID
    package let kind: String
    package let subject: String
    package let host: String
    package let step: String
    package let payload: Data
    package let created: Date
    /// `.pending`, or `.succeeded` for what was done by being written down.
    package let phase: ActionPhase

    /// Something that happens in the transaction that inserts it: it never runs.
    package init(done kind: String, id: ActionID, subject: String, host: String, created: Date) {
        self.id = id
        self.kind = kind
        self.subject = subject
        self.host = host
        step = ""
        payload = Data()
        self.created = created
        phase = .succeeded
    }

    /// - Parameter startingAt: the first step; the first case when nil.
    package init<Action: DurableAction>(
        _ action: Action, startingAt first: Action.Step? = nil, id: ActionID, subject: String, host: String,
        created: Date
    ) throws(UnwritablePayload) {
        guard let step = first ?? Action.Step.allCases.first else {
            throw UnwritablePayload(kind: Action.kind, reason: "the action has no steps")
        }
        self.id = id
        self.kind = Action.kind
        self.subject = subject
        self.host = host
        self.step = step.rawValue
        self.payload = try PayloadCoding.encode(action)
        self.created = created
        phase = .pending
    }

    /// The row as it stands just after its insert.
    package func row(sequence: Int64) -> ActionRow {
        ActionRow(
            id: id, sequence: sequence, kind: kind, subject: subject, host: host, created: created, lease: 0,
            phase: phase, step: step, stepsTaken: [], payload: payload, attempt: 0, failure: nil,
            cancellationRequested: false, updated: created)
    }
}
