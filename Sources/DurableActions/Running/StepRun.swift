import FoundationEssentials

/// One run of a step, from its start to what is told about it.
struct StepRun: Sendable {
    let mark: StepMark
    let started: Date

    func event(finished: Date, fault: ActionFault? = nil) -> StepEvent {
        StepEvent(step: mark.step, undoing: mark.undoing, started: started, finished: finished, fault: fault)
    }

    func took(until end: Date) -> Duration { .seconds(end.timeIntervalSince(started)) }
}
