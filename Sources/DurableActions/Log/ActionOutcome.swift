package enum ActionOutcome: Sendable, Hashable {
    case succeeded
    case failed(ActionFailure)
    /// Effects are left behind that need a person.
    case undoFailed(ActionFailure)

    package var phase: ActionPhase {
        switch self {
        case .succeeded: .succeeded
        case .failed: .failed
        case .undoFailed: .undoFailed
        }
    }

    package var failure: ActionFailure? {
        switch self {
        case .succeeded: nil
        case .failed(let failure), .undoFailed(let failure): failure
        }
    }
}
