@testable import DurableActions

enum ToyStep: String, ActionStep {
    case address, disk, machine, announcement
}

/// What the kinds of toy actions differ in.
protocol ToyPolicy: Sendable {
    static var kind: String { get }
    static var actionClass: ActionClass { get }
    static func recovery(at step: ToyStep) -> Recovery
    static func isReversible(at step: ToyStep) -> Bool
    static func isWaitedOut(atInterrupted step: ToyStep) -> Bool
}

extension ToyPolicy {
    static var actionClass: ActionClass { .build }
    static func isReversible(at step: ToyStep) -> Bool { recovery(at: step) == .rollBack }
    static func isWaitedOut(atInterrupted step: ToyStep) -> Bool { false }
}

/// A crash goes on; an error rolls back.
enum GoesOn: ToyPolicy {
    static let kind = "toy-goes-on"
    static func recovery(at step: ToyStep) -> Recovery { .redo }
    static func isReversible(at step: ToyStep) -> Bool { true }
}

/// An error rolls back, unless a crash has left the machine's step: what it may have made is not given up.
enum WaitsOut: ToyPolicy {
    static let kind = "toy-waits-out"
    static func recovery(at step: ToyStep) -> Recovery { .redo }
    static func isReversible(at step: ToyStep) -> Bool { true }
    static func isWaitedOut(atInterrupted step: ToyStep) -> Bool { step == .machine }
}

/// A crash or an error rolls back.
enum TurnsBack: ToyPolicy {
    static let kind = "toy-turns-back"
    static func recovery(at step: ToyStep) -> Recovery { .rollBack }
}

/// The point of no return lies before the machine.
enum Mixed: ToyPolicy {
    static let kind = "toy-mixed"
    static func recovery(at step: ToyStep) -> Recovery {
        switch step {
        case .address, .disk: .rollBack
        case .machine, .announcement: .redo
        }
    }
}

/// No step is ever given up.
enum NeverTurnsBack: ToyPolicy {
    static let kind = "toy-never-turns-back"
    static func recovery(at step: ToyStep) -> Recovery { .redo }
}

/// Four steps, each of which makes one thing.
struct ToyAction<Policy: ToyPolicy>: DurableAction {
    typealias Step = ToyStep

    static var kind: String { Policy.kind }
    static var actionClass: ActionClass { Policy.actionClass }
    static func recovery(at step: ToyStep) -> Recovery { Policy.recovery(at: step) }
    static func isReversible(at step: ToyStep) -> Bool { Policy.isReversible(at: step) }
    static func isWaitedOut(_ error: any Error, atInterrupted step: ToyStep) -> Bool {
        Policy.isWaitedOut(atInterrupted: step)
    }

    let subject: String
    var learned: [String: Int] = [:]

    func isMoot(in world: ToyWorld) async throws -> ActionFault? {
        try world.isGone(subject) ? ActionFault(code: 404, message: "gone") : nil
    }

    mutating func perform(
        _ step: ToyStep, in world: ToyWorld, cancellation: CancellationFlag
    ) async throws -> StepResult<ToyStep, String> {
        learned[step.rawValue] = try await world.make("\(subject)/\(step.rawValue)", cancellation: cancellation)
        let change = "\(subject): has \(step.rawValue)"
        return switch step {
        case .address: .next(.disk, changes: [change])
        case .disk: .next(.machine, changes: [change])
        case .machine: .next(.announcement, changes: [change])
        case .announcement: .finished(changes: [change, "\(subject): done"])
        }
    }

    mutating func undo(_ step: ToyStep, in world: ToyWorld) async throws -> [String] {
        try await world.remove("\(subject)/\(step.rawValue)")
        learned[step.rawValue] = nil
        return ["\(subject): no \(step.rawValue)"]
    }

    func failed(_ failure: ActionFailure, rolledBack: Bool) -> [String] {
        ["\(subject): \(failure.cause.rawValue)\(rolledBack ? "" : ", not rolled back")"]
    }
}

/// Removes everything a subject has; comes before whatever else the subject has under way.
struct ToyRemoval: DurableAction {
    enum Step: String, ActionStep { case remove }

    static let kind = "toy-removal"
    static let preempts = true
    static func recovery(at step: Step) -> Recovery { .redo }

    let subject: String

    func perform(
        _ step: Step, in world: ToyWorld, cancellation: CancellationFlag
    ) async throws -> StepResult<Step, String> {
        for thing in ToyStep.allCases { try await world.remove("\(subject)/\(thing.rawValue)") }
        return .finished(changes: ["\(subject): removed"])
    }

    func undo(_ step: Step, in world: ToyWorld) async throws -> [String] { [] }

    func failed(_ failure: ActionFailure, rolledBack: Bool) -> [String] { ["\(subject): still there"] }
}
