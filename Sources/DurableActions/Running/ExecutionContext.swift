import FoundationEssentials
import Logging

/// What the execution of one action needs besides the action.
struct ExecutionContext<Change: Sendable>: Sendable {
    let store: StoreGate<Change>
    let settings: ActionRunnerSettings
    let pauses: Pauses
    let now: @Sendable () -> Date
    let observer: any ActionObserver
    let crashHook: CrashHook?
    let stopping: Latch
    let cancellation: CancellationFlag
    let logger: Logger

    func crash(_ moment: CrashPoint.Moment, at mark: StepMark) throws(ExecutionStop) {
        guard let crashHook else { return }
        let point = CrashPoint(
            moment: moment, id: mark.id, kind: mark.kind, step: mark.step, undoing: mark.undoing)
        do throws(SimulatedCrash) {
            try crashHook(point)
        } catch {
            store.shut()
            throw .crashed
        }
    }
}
