package import FoundationEssentials

/// What `ActionLog.finish` writes.
package struct ActionEnd: Sendable, Hashable {
    package var outcome: ActionOutcome
    package var payload: Data
    /// What just happened, appended to the action's events; nil when nothing ran.
    package var event: StepEvent?
    package var at: Date

    package init(outcome: ActionOutcome, payload: Data, event: StepEvent? = nil, at: Date) {
        self.outcome = outcome
        self.payload = payload
        self.event = event
        self.at = at
    }
}
