import FoundationEssentials
import Logging

/// Runs one claimed row to its end, or until the runner has to let go of it.
struct ActionExecution<Action: DurableAction> {
    enum Progress {
        case goesOn
        case ended
    }

    var row: ActionRow
    var action: Action
    var step: Action.Step
    var stepsTaken: [Action.Step]
    /// Whether `step` may have had an effect already. After a restart nobody knows, so it counts as touched.
    var isStepTouched: Bool
    /// Whether an earlier run of the daemon has left `step`.
    private(set) var isInterrupted: Bool
    let environment: Action.Environment
    let context: ExecutionContext<Action.Change>

    init(
        _ read: ReadAction<Action>, row: ActionRow, environment: Action.Environment,
        context: ExecutionContext<Action.Change>
    ) {
        self.row = row
        self.action = read.action
        self.step = read.step
        self.stepsTaken = read.stepsTaken
        self.isStepTouched = row.phase != .pending
        self.isInterrupted = row.phase == .running
        self.environment = environment
        self.context = context
    }

    mutating func run() async throws(ExecutionStop) {
        let found = row.phase
        adopt(try await context.store.claim(row, at: context.now()))
        switch found {
        case .pending: try await performSteps()
        case .running: try await recover()
        case .undoing: try await undoSteps()
        case .succeeded, .failed, .undoFailed, .unreadable: break
        }
    }

    private mutating func recover() async throws(ExecutionStop) {
        switch Action.recovery(at: step) {
        case .redo: try await performSteps()
        case .rollBack:
            try await rollBack(because: failure(context.cancellation.cause ?? .interrupted), after: nil)
        }
    }

    private mutating func performSteps() async throws(ExecutionStop) {
        while true {
            if let cause = context.cancellation.cause, mayTurnBack {
                return try await rollBack(because: failure(cause), after: nil)
            }
            guard try await (stepsTaken.isEmpty ? performFirstStep() : performStep()) == .goesOn else { return }
            if context.stopping.isSet { throw .stopped }
        }
    }

    /// Looks first whether there is still something to do. What can't be read now is no reason to begin: it counts as a
    /// failure of the step.
    private mutating func performFirstStep() async throws(ExecutionStop) -> Progress {
        let fault: ActionFault?
        do {
            fault = try await action.isMoot(in: environment)
        } catch {
            return try await stepFailed(error, in: try begin(undoing: false))
        }
        guard let fault else { return try await performStep() }
        let failure = ActionFailure(cause: .preempted, step: step.rawValue, fault: fault)
        try await rollBack(because: failure, after: nil)
        return .ended
    }

    /// An action that has done nothing yet can always turn back.
    private var mayTurnBack: Bool {
        Action.isReversible(at: step) || (stepsTaken.isEmpty && !isStepTouched)
    }

    private mutating func performStep() async throws(ExecutionStop) -> Progress {
        let run = try begin(undoing: false)
        let result: StepResult<Action.Step, Action.Change>
        do {
            result = try await action.perform(step, in: environment, cancellation: context.cancellation)
        } catch {
            return try await stepFailed(error, in: run)
        }
        try context.crash(.afterEffectBeforeStore, at: run.mark)
        switch result {
        case .next(let next, let changes): return try await moveOn(to: next, storing: changes, after: run)
        case .finished(let changes): return try await succeed(storing: changes, after: run)
        }
    }

    private mutating func moveOn(
        to next: Action.Step, storing changes: [Action.Change], after run: StepRun
    ) async throws(ExecutionStop) -> Progress {
        let taken = stepsTaken.contains(step) ? stepsTaken : stepsTaken + [step]
        let finished = context.now()
        let payload: Data
        do throws(UnwritablePayload) {
            payload = try PayloadCoding.encode(action)
        } catch {
            return try await stepFailed(error, in: run)
        }
        let move = ActionMove(
            step: next.rawValue, stepsTaken: taken.map(\.rawValue), payload: payload, phase: .running,
            event: run.event(finished: finished), at: finished)
        switch try await context.store.advance(row, by: move, storing: changes) {
        case .rejected(let reason): return try await stepFailed(ActionLogError.rejected(reason), in: run)
        case .stored(let stored):
            adopt(stored)
            (step, stepsTaken, isStepTouched, isInterrupted) = (next, taken, false, false)
        }
        try stepStored(run, at: finished)
        return .goesOn
    }

    private mutating func succeed(
        storing changes: [Action.Change], after run: StepRun
    ) async throws(ExecutionStop) -> Progress {
        let finished = context.now()
        let end = ActionEnd(
            outcome: .succeeded, payload: lastPayload, event: run.event(finished: finished), at: finished)
        switch try await context.store.finish(row, with: end, storing: changes) {
        case .rejected(let reason): return try await stepFailed(ActionLogError.rejected(reason), in: run)
        case .stored: break
        }
        context.observer.observe(.stepFinished(run.mark, run.took(until: finished)))
        announce(end)
        try context.crash(.afterStore, at: run.mark)
        return .ended
    }
}
