package enum ActionEvent: Sendable, Hashable {
    case stepStarted(StepMark)
    case stepFinished(StepMark, Duration)
    case stepFailed(StepMark, ActionFault, Duration)
    /// The end is stored.
    case ended(ActionRow, ActionOutcome)
    case unreadable(ActionRow, String)
}
