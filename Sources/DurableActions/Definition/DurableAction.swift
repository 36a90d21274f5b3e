/// A long change as a sequence of named steps that survives a crash between and inside any of them.
///
/// The value itself is the payload: what a step learned is assigned to `self` and stored together with the move to the
/// next step. A step may run again after a crash, then with the payload of the last stored move, so every step looks at
/// reality first and acts second.
package protocol DurableAction: Codable, Sendable {
    associatedtype Step: ActionStep
    /// The services the steps need, given once when the kind is registered.
    associatedtype Environment: Sendable
    /// The domain's change, stored in one transaction with the move or the end it belongs to.
    associatedtype Change: Sendable

    /// Stored in rows: never renamed once released.
    static var kind: String { get }
    static var actionClass: ActionClass { get }
    /// Whether a new row of this kind asks the subject's earlier actions to stop instead of only waiting for them.
    static var preempts: Bool { get }

    /// What to do with a row that a crash left at `step`: the step may have run not at all, partly or wholly.
    static func recovery(at step: Step) -> Recovery
    /// Whether `step` lies before the point of no return, so that an error or a cancellation there is undone.
    static func isReversible(at step: Step) -> Bool
    /// Whether `step` is tried again, a bounded number of times, before `error` counts as its failure.
    static func isWorthRetrying(_ error: any Error, at step: Step) -> Bool
    /// Whether `step` is tried again for as long as `error` lasts, however often that is.
    static func isWaitedOut(_ error: any Error, at step: Step) -> Bool
    /// The same for a step that a crash or a stop has left: it may have had its effect.
    static func isWaitedOut(_ error: any Error, atInterrupted step: Step) -> Bool
    /// Looked at before the first step, also of a row that a crash left there: why there is nothing left that the action could
    /// be done to. It is then taken back as if it had been cancelled.
    func isMoot(in environment: Environment) async throws -> ActionFault?
    /// Whether the request that made the action took something already, so that its first step is undone even when it
    /// never began.
    static var takesWithRequest: Bool { get }
    /// Drops from the payload what must not outlive the action, passwords above all: ended rows stay as history.
    mutating func forgetSecrets()
    /// What a person is told about `error`. It is stored and shown, so it carries no secrets.
    static func fault(for error: any Error) -> ActionFault

    mutating func perform(
        _ step: Step, in environment: Environment, cancellation: CancellationFlag
    ) async throws -> StepResult<Step, Change>

    /// Takes back whatever `step` may have done, including nothing. Called for the step that failed, then for the
    /// earlier ones, latest first.
    mutating func undo(_ step: Step, in environment: Environment) async throws -> [Change]

    /// The last change of an action that did not succeed, stored in one transaction with the end of its row.
    /// - Parameter rolledBack: false when steps past the point of no return, or an undo that failed, left effects behind.
    func failed(_ failure: ActionFailure, rolledBack: Bool) -> [Change]
}

extension DurableAction {
    package static var actionClass: ActionClass { .short }
    package static var preempts: Bool { false }
    package static func isReversible(at step: Step) -> Bool { recovery(at: step) == .rollBack }
    package static func isWorthRetrying(_ error: any Error, at step: Step) -> Bool { !isReversible(at: step) }
    package static func isWaitedOut(_ error: any Error, at step: Step) -> Bool { false }
    package static func isWaitedOut(_ error: any Error, atInterrupted step: Step) -> Bool {
        isWaitedOut(error, at: step)
    }
    package func isMoot(in environment: Environment) async throws -> ActionFault? { nil }
    package static var takesWithRequest: Bool { false }
    package mutating func forgetSecrets() {}
    package static func fault(for error: any Error) -> ActionFault { ActionFault(code: 500, message: "\(error)") }
}
