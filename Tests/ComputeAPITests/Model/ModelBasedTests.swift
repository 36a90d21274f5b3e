import FoundationEssentials
import Synchronization
import Testing

/// The API and its durable actions against a small reference model of servers and their states. `AERIE_MODEL_SEED` repeats a run,
/// `AERIE_MODEL_RUNS` sets how many sequences are tried.
@Suite struct ModelBasedTests {
    private static let length = 300
    /// One run may show several mistakes at once.
    private static let mostDivergences = 4

    private static func number(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
    }

    @Test(
        "Thousands of random requests to several servers at once are answered, and end, as a reference model says",
        .timeLimit(.minutes(30)))
    func random() async throws {
        let seed = Self.number("AERIE_MODEL_SEED") ?? UInt64.random(in: 0..<1_000_000_000)
        let runs = Self.number("AERIE_MODEL_RUNS") ?? 12
        print("model: seed \(seed)")
        var (tally, divergences) = (ModelTally(), 0)
        for seed in seed..<(seed + runs) {
            let generator = ModelGenerator(seed: seed, count: Self.length)
            let settings = ModelSettings(seed: seed)
            let result = try await ModelBench.run(settings) { generator.next($0) }
            tally += result.tally
            guard result.divergence != nil else { continue }
            let (shortest, divergence) = try await Self.shrink(result.operations, settings)
            Issue.record("\(Self.report(seed, shortest, divergence ?? result.divergence))")
            divergences += 1
            if divergences == Self.mostDivergences { break }
        }
        print(
            "model: seed \(seed), \(runs) sequences, \(tally.requests) requests (\(tally.refused) refused), "
                + "\(tally.moves) moves of actions, \(tally.failedActions) actions failed, \(divergences) divergences; accepted: "
                + tally.accepted.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
        if Self.number("AERIE_MODEL_RUNS") == nil, divergences == 0 {
            #expect(
                tally.accepted.count > 23, "of the actions only these were accepted: \(tally.accepted.keys.sorted())")
        }
    }

    private static func shrink(
        _ operations: [ModelOperation], _ settings: ModelSettings
    ) async throws -> ([ModelOperation], String?) {
        var divergence: String?
        var shrinking = ModelShrinking { shorter in
            let found = try await replay(shorter, settings).divergence
            if let found { divergence = found }
            return found != nil
        }
        return (try await shrinking.shrink(operations), divergence)
    }

    private static func replay(_ operations: [ModelOperation], _ settings: ModelSettings) async throws -> ModelResult {
        let left = Mutex(operations[...])
        return try await ModelBench.run(settings) { _ in left.withLock { $0.popFirst() } }
    }

    private static func report(_ seed: UInt64, _ operations: [ModelOperation], _ divergence: String?) -> String {
        let settings = ModelSettings(seed: seed)
        let lines = operations.enumerated().map { "  \($0 + 1). \($1)" }.joined(separator: "\n")
        return "product and model differ (seed \(seed), \(settings)):\n\(lines)\n\(divergence ?? "")"
    }

    @Test("A failing sequence shrinks to what makes it fail")
    func shrinking() async throws {
        let operations = (0..<50).map { ModelOperation(slot: $0, kind: .settle) }
        var shrinking = ModelShrinking { shorter in
            shorter.contains { $0.slot == 7 } && shorter.contains { $0.slot == 31 }
        }
        #expect(try await shrinking.shrink(operations).map(\.slot) == [7, 31])
    }
}
