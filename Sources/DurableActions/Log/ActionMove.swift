package import FoundationEssentials

/// Exactly the columns that `ActionLog.advance` writes. The wish to cancel is not among them: others set it meanwhile.
package struct ActionMove: Sendable, Hashable {
    package var step: String
    package var stepsTaken: [String]
    package var payload: Data
    package var phase: ActionPhase
    package var attempt: Int
    package var failure: ActionFailure?
    /// What just happened, appended to the action's events; nil when nothing ran.
    package var event: StepEvent?
    package var at: Date

    package init(
        step: String, stepsTaken: [String], payload: Data, phase: ActionPhase, attempt: Int = 0,
        failure: ActionFailure? = nil, event: StepEvent? = nil, at: Date
    ) {
        self.step = step
        self.stepsTaken = stepsTaken
        self.payload = payload
        self.phase = phase
        self.attempt = attempt
        self.failure = failure
        self.event = event
        self.at = at
    }
}
