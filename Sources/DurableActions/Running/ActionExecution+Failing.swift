import FoundationEssentials
import Logging

extension ActionExecution {
    mutating func stepFailed(_ error: any Error, in run: StepRun) async throws(ExecutionStop) -> Progress {
        if Task.isCancelled { throw .stopped }
        let finished = context.now()
        let failure = failure(after: error)
        report(failure.fault, of: run, at: finished)
        let event = run.event(finished: finished, fault: failure.fault)
        let isDue = row.attempt + 1 < context.settings.stepRetry.attempts && Action.isWorthRetrying(error, at: step)
        if failure.cause == .stepFailed, isDue || isWaitedOut(error) {
            try await tryAgain(as: .running, after: event, with: context.settings.stepRetry, failure: nil)
            return .goesOn
        }
        if Action.isReversible(at: step) {
            try await rollBack(because: failure, after: event)
        } else {
            try await fail(because: failure, rolledBack: false, storing: [], after: event)
        }
        return .ended
    }

    private func isWaitedOut(_ error: any Error) -> Bool {
        isInterrupted ? Action.isWaitedOut(error, atInterrupted: step) : Action.isWaitedOut(error, at: step)
    }

    /// Turns the action round: stores that it is being undone and why, then undoes.
    mutating func rollBack(because failure: ActionFailure, after event: StepEvent?) async throws(ExecutionStop) {
        var taken = stepsTaken
        let isTouched = isStepTouched || Action.takesWithRequest && taken.isEmpty
        guard let first = isTouched ? step : taken.popLast() else {
            return try await fail(because: failure, rolledBack: true, storing: [], after: event)
        }
        taken.removeAll { $0 == first }
        let move = ActionMove(
            step: first.rawValue, stepsTaken: taken.map(\.rawValue), payload: currentPayload, phase: .undoing,
            failure: failure, event: event, at: context.now())
        adopt(try await context.store.advance(row, by: move))
        (step, stepsTaken) = (first, taken)
        context.logger.info("undoing an action", metadata: metadata(failure.fault))
        try context.crash(.afterStore, at: mark(undoing: false))
        if context.stopping.isSet { throw .stopped }
        try await undoSteps()
    }

    mutating func undoSteps() async throws(ExecutionStop) {
        while try await undoStep() == .goesOn {
            if context.stopping.isSet { throw .stopped }
        }
    }

    private mutating func undoStep() async throws(ExecutionStop) -> Progress {
        let run = try begin(undoing: true)
        let changes: [Action.Change]
        do {
            changes = try await action.undo(step, in: environment)
        } catch {
            return try await undoFailed(error, in: run)
        }
        try context.crash(.afterEffectBeforeStore, at: run.mark)
        let finished = context.now()
        guard let earlier = stepsTaken.last else {
            let event = run.event(finished: finished)
            context.observer.observe(.stepFinished(run.mark, run.took(until: finished)))
            try await fail(because: reason, rolledBack: true, storing: changes, after: event)
            return .ended
        }
        let taken = Array(stepsTaken.dropLast())
        let move = ActionMove(
            step: earlier.rawValue, stepsTaken: taken.map(\.rawValue), payload: currentPayload, phase: .undoing,
            failure: reason, event: run.event(finished: finished), at: finished)
        switch try await context.store.advance(row, by: move, storing: changes) {
        case .rejected(let refusal): return try await undoFailed(ActionLogError.rejected(refusal), in: run)
        case .stored(let stored):
            adopt(stored)
            (step, stepsTaken) = (earlier, taken)
        }
        try stepStored(run, at: finished)
        return .goesOn
    }

    private mutating func undoFailed(_ error: any Error, in run: StepRun) async throws(ExecutionStop) -> Progress {
        if Task.isCancelled { throw .stopped }
        let finished = context.now()
        let fault = Action.fault(for: error)
        report(fault, of: run, at: finished)
        let event = run.event(finished: finished, fault: fault)
        if row.attempt + 1 < context.settings.undoRetry.attempts {
            try await tryAgain(as: .undoing, after: event, with: context.settings.undoRetry, failure: reason)
            return .goesOn
        }
        let end = ActionEnd(outcome: .undoFailed(reason), payload: lastPayload, event: event, at: finished)
        try await close(end, storing: action.failed(reason, rolledBack: false))
        return .ended
    }

    /// Stores that the step failed once more, then waits before the next try.
    private mutating func tryAgain(
        as phase: ActionPhase, after event: StepEvent, with backoff: Backoff, failure: ActionFailure?
    ) async throws(ExecutionStop) {
        let failures = row.attempt + 1
        let move = ActionMove(
            step: step.rawValue, stepsTaken: stepsTaken.map(\.rawValue), payload: currentPayload, phase: phase,
            attempt: failures, failure: failure, event: event, at: event.finished)
        adopt(try await context.store.advance(row, by: move))
        // Only where a cancellation turns the action back may it end the pause: elsewhere it would make it a busy loop.
        let heedsCancellation = phase == .running && Action.isReversible(at: step)
        let interruptions = heedsCancellation ? [context.stopping, context.cancellation.latch] : [context.stopping]
        await context.pauses.pause(backoff.pause(afterFailures: failures), orUntil: interruptions)
        if context.stopping.isSet || Task.isCancelled { throw .stopped }
    }

    private mutating func fail(
        because failure: ActionFailure, rolledBack: Bool, storing changes: [Action.Change], after event: StepEvent?
    ) async throws(ExecutionStop) {
        let end = ActionEnd(outcome: .failed(failure), payload: lastPayload, event: event, at: context.now())
        try await close(end, storing: changes + action.failed(failure, rolledBack: rolledBack))
    }

    /// Ends the row. Where the domain refuses the last change the row still ends, marked as one that needs a person.
    private mutating func close(_ end: ActionEnd, storing changes: [Action.Change]) async throws(ExecutionStop) {
        var end = end
        if case .rejected(let reason) = try await context.store.finish(row, with: end, storing: changes) {
            context.logger.critical(
                "the last change of an action was refused", metadata: metadata(ActionFault(code: 500, message: reason)))
            end.outcome = .undoFailed(end.outcome.failure ?? failure(.stepFailed))
            try await context.store.finish(row, with: end)
        }
        announce(end)
        try context.crash(.afterStore, at: mark(undoing: row.phase == .undoing))
    }
}
