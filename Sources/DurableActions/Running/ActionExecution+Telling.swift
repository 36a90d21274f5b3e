import FoundationEssentials
import Logging

extension ActionExecution {
    func mark(undoing: Bool) -> StepMark {
        StepMark(id: row.id, kind: row.kind, subject: row.subject, step: step.rawValue, undoing: undoing)
    }

    mutating func begin(undoing: Bool) throws(ExecutionStop) -> StepRun {
        let run = StepRun(mark: mark(undoing: undoing), started: context.now())
        try context.crash(.beforeStep, at: run.mark)
        isStepTouched = true
        context.observer.observe(.stepStarted(run.mark))
        return run
    }

    func stepStored(_ run: StepRun, at date: Date) throws(ExecutionStop) {
        context.observer.observe(.stepFinished(run.mark, run.took(until: date)))
        try context.crash(.afterStore, at: run.mark)
    }

    mutating func adopt(_ stored: ActionRow) {
        row = stored
        if stored.cancellationRequested { context.cancellation.request(.cancelled) }
    }

    /// The payload as it is now; as it was stored last where that can't be written.
    /// What an ended row keeps.
    var lastPayload: Data {
        var ended = action
        ended.forgetSecrets()
        return payload(of: ended)
    }

    var currentPayload: Data { payload(of: action) }

    private func payload(of action: Action) -> Data {
        do throws(UnwritablePayload) {
            return try PayloadCoding.encode(action)
        } catch {
            context.logger.error(
                "a payload can't be written", metadata: ["kind": "\(error.kind)", "reason": "\(error.reason)"])
            return row.payload
        }
    }

    /// Why this action is being undone, as its row says.
    var reason: ActionFailure { row.failure ?? failure(.interrupted) }

    func failure(after error: any Error) -> ActionFailure {
        if error is ActionCancelled, let cause = context.cancellation.cause { return failure(cause) }
        return ActionFailure(cause: .stepFailed, step: step.rawValue, fault: Action.fault(for: error))
    }

    func failure(_ cause: ActionFailure.Cause) -> ActionFailure {
        let message =
            switch cause {
            case .stepFailed: "the step '\(step.rawValue)' failed"
            case .interrupted: "interrupted by a restart at the step '\(step.rawValue)'"
            case .cancelled: "cancelled at the step '\(step.rawValue)'"
            case .preempted: "another action took precedence at the step '\(step.rawValue)'"
            case .unreadable: "the action can't be read"
            }
        return ActionFailure(cause: cause, step: step.rawValue, fault: ActionFault(code: 500, message: message))
    }

    func report(_ fault: ActionFault, of run: StepRun, at date: Date) {
        context.observer.observe(.stepFailed(run.mark, fault, run.took(until: date)))
        context.logger.warning(
            run.mark.undoing ? "an undo failed" : "a step failed", metadata: metadata(fault))
    }

    func announce(_ end: ActionEnd) {
        context.observer.observe(.ended(row.ended(with: end), end.outcome))
        switch end.outcome {
        case .succeeded: context.logger.info("an action succeeded", metadata: metadata(nil))
        case .failed(let failure): context.logger.warning("an action failed", metadata: metadata(failure.fault))
        case .undoFailed(let failure):
            context.logger.error("an action left effects behind that need a person", metadata: metadata(failure.fault))
        }
    }

    func metadata(_ fault: ActionFault?) -> Logger.Metadata {
        var metadata: Logger.Metadata = [
            "action": "\(row.id)", "kind": "\(row.kind)", "subject": "\(row.subject)", "step": "\(step.rawValue)",
            "attempt": "\(row.attempt)",
        ]
        if let fault { metadata["fault"] = "\(fault.message)" }
        if let details = fault?.details { metadata["details"] = "\(details)" }
        return metadata
    }
}
