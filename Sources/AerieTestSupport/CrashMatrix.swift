package import DurableActions
import Synchronization

/// Stops a runner dead at every place where one can die, lets a new one go on over the same store and the same world, and
/// compares where the server ends with where it ends undisturbed.
package struct CrashMatrix: Sendable {
    /// How many crashes were tried.
    package private(set) var cases = 0
    /// What went wrong, in sentences.
    package private(set) var violations: [String] = []
    /// Which steps were crashed in which moment, as `kind step moment`.
    package private(set) var covered: Set<String> = []

    package init() {}

    /// Goes through every crash point that the scenario passes when nothing happens.
    package mutating func run(_ scenario: Scenario) async throws {
        let undisturbed = try await scenario.run()
        for point in undisturbed.points {
            let crashed = try await scenario.run(crashingAt: point)
            cases += 1
            covered.insert(Self.name(of: point))
            let place = "\(scenario.name), crash at \(point.undoing ? "undoing " : "")\(point.step) \(point.moment)"
            if !crashed.hasCrashed { violations.append("\(place): never got there") }
            if crashed.end != undisturbed.end {
                violations.append("\(place): ended as \(crashed.end), not as \(undisturbed.end)")
            }
            violations += crashed.strays.map { "\(place): \($0)" }
        }
        violations += undisturbed.strays.map { "\(scenario.name): \($0)" }
    }

    /// The steps and moments of an action that no scenario has crashed in.
    package func missing<Action: DurableAction>(of action: Action.Type) -> [String] {
        Action.Step.allCases.flatMap { step in
            CrashPoint.Moment.allCases.map { "\(Action.kind) \(step.rawValue) \($0)" }
        }.filter { !covered.contains($0) }
    }

    private static func name(of point: Place) -> String {
        "\(point.kind) \(point.undoing ? "undoing " : "")\(point.step) \(point.moment)"
    }

    package var summary: String { "crash matrix: \(cases) cases, \(violations.count) violations" }
}
