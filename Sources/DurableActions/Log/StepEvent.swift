package import FoundationEssentials

/// One run of one step, or of its undo: a line of the action's history.
package struct StepEvent: Sendable, Hashable {
    package let step: String
    package let undoing: Bool
    package let started: Date
    package let finished: Date
    /// nil: it worked.
    package let fault: ActionFault?

    package init(step: String, undoing: Bool, started: Date, finished: Date, fault: ActionFault? = nil) {
        self.step = step
        self.undoing = undoing
        self.started = started
        self.finished = finished
        self.fault = fault
    }
}
