import FoundationEssentials
import Logging
import Testing

@testable import DurableActions

/// One store and one world, on which runners come and go.
struct ToyBench: Sendable {
    let log = MemoryActionLog()
    let world = ToyWorld()
    let clock = SkippingClock()
    let host = "host-a"

    static let patient = ActionRunnerSettings(pollInterval: .seconds(3600))

    @discardableResult
    func insert<Policy: ToyPolicy>(_ policy: Policy.Type, _ subject: String, id: String? = nil) throws -> ActionID {
        try insert(ToyAction<Policy>(subject: subject), subject, id: id)
    }

    @discardableResult
    func insert<Action: DurableAction>(_ action: Action, _ subject: String, id: String? = nil) throws -> ActionID {
        let id = ActionID(rawValue: id ?? "\(Action.kind) of \(subject)")
        log.insert(
            try NewAction(action, id: id, subject: subject, host: host, created: Date(timeIntervalSince1970: 0)))
        return id
    }

    func runner(
        settings: ActionRunnerSettings = patient, observer: any ActionObserver = SilentObserver(),
        crash: CrashHook? = nil
    ) throws -> ActionRunner<String> {
        var registry = ActionRegistry<String>()
        try registry.register(ToyAction<GoesOn>.self, environment: world)
        try registry.register(ToyAction<WaitsOut>.self, environment: world)
        try registry.register(ToyAction<TurnsBack>.self, environment: world)
        try registry.register(ToyAction<Mixed>.self, environment: world)
        try registry.register(ToyAction<NeverTurnsBack>.self, environment: world)
        try registry.register(ToyRemoval.self, environment: world)
        var logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        logger.logLevel = .critical
        return ActionRunner(
            host: host, log: log, registry: registry, settings: settings, clock: clock,
            now: { Date(timeIntervalSince1970: 1) }, observer: observer, crashHook: crash, logger: logger)
    }

    /// Runs while `body` does, then stops.
    func running(
        settings: ActionRunnerSettings = patient,
        _ body: @Sendable (ActionRunner<String>, EventRecorder) async throws -> Void
    ) async throws {
        let recorder = EventRecorder()
        let runner = try runner(settings: settings, observer: recorder)
        async let ended: Void = runner.run()
        do { try await body(runner, recorder) } catch {
            runner.stop()
            throw error
        }
        runner.stop()
        try await ended
    }

    /// Runs until the rows that are open now have ended.
    func runToTheEnd(settings: ActionRunnerSettings = patient) async throws {
        let open = log.rows.count { $0.phase.isOpen && $0.phase != .unreadable }
        try await running(settings: settings) { _, recorder in await recorder.untilEnded(open) }
    }

    /// Runs until the crash point is reached, which it must be.
    func runUntilCrash(at moment: CrashPoint.Moment, _ step: ToyStep, undoing: Bool = false) async throws {
        let runner = try runner(crash: { point throws(SimulatedCrash) in
            if point.moment == moment, point.step == step.rawValue, point.undoing == undoing { throw SimulatedCrash() }
        })
        await #expect(throws: ActionRunnerError.crashed) { try await runner.run() }
    }
}
