/// A place at which a test can end the runner as a crash would.
package struct CrashPoint: Sendable, Hashable {
    package enum Moment: String, Sendable, CaseIterable {
        case beforeStep
        case afterEffectBeforeStore
        case afterStore
    }

    package let moment: Moment
    package let id: ActionID
    package let kind: String
    package let step: String
    package let undoing: Bool

    package init(moment: Moment, id: ActionID, kind: String, step: String, undoing: Bool) {
        self.moment = moment
        self.id = id
        self.kind = kind
        self.step = step
        self.undoing = undoing
    }
}

/// Thrown by a crash hook: from then on the runner touches neither store nor world.
package struct SimulatedCrash: Error, Hashable {
    package init() {}
}

/// Called at every crash point; nil outside tests.
package typealias CrashHook = @Sendable (CrashPoint) throws(SimulatedCrash) -> Void
