/// Which step of which action.
package struct StepMark: Sendable, Hashable {
    package let id: ActionID
    package let kind: String
    package let subject: String
    package let step: String
    package let undoing: Bool

    package init(id: ActionID, kind: String, subject: String, step: String, undoing: Bool) {
        self.id = id
        self.kind = kind
        self.subject = subject
        self.step = step
        self.undoing = undoing
    }
}
