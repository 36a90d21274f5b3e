package import Compute
import DurableActions
import Synchronization

extension CrashMatrix {
    /// A crash point without the action's id, which differs between runs.
    struct Place: Sendable, Hashable {
        let moment: CrashPoint.Moment
        let kind: String
        let step: String
        let undoing: Bool

        init(_ point: CrashPoint) {
            moment = point.moment
            kind = point.kind
            step = point.step
            undoing = point.undoing
        }
    }

    struct Outcome: Sendable {
        var end: End
        var strays: [String]
        /// In the order in which they were passed.
        var points: [Place]
        var hasCrashed: Bool
    }

    /// One action, from a server's state before it to its end.
    package struct Scenario: Sendable, CustomStringConvertible {
        package let name: String
        private let settings: @Sendable (inout ComputeSettings) -> Void
        private let prepare: @Sendable (Bench) async throws -> ServerID?
        private let request: @Sendable (Bench, ServerID?) async throws -> ServerID

        /// - Parameters:
        ///   - prepare: brings a server, if the action needs one, to where the action begins, and the world to what makes
        ///     the action succeed or fail.
        ///   - request: what the client asks for.
        package init(
            _ name: String, settings: @escaping @Sendable (inout ComputeSettings) -> Void = { _ in },
            prepare: @escaping @Sendable (Bench) async throws -> ServerID?,
            request: @escaping @Sendable (Bench, ServerID?) async throws -> ServerID
        ) {
            self.name = name
            self.settings = settings
            self.prepare = prepare
            self.request = request
        }

        /// An action on a server that exists.
        package init(
            _ name: String, settings: @escaping @Sendable (inout ComputeSettings) -> Void = { _ in },
            on prepare: @escaping @Sendable (Bench) async throws -> ServerID,
            _ request: @escaping @Sendable (Bench, ServerID) async throws -> Void
        ) {
            self.init(name, settings: settings, prepare: prepare) { bench, id in
                guard let id else { throw NoServer() }
                try await request(bench, id)
                return id
            }
        }

        /// A bench whose action is accepted and has not run yet.
        package func begin() async throws -> (bench: Bench, server: ServerID) {
            let bench = try await Bench(settings)
            let prepared = try await prepare(bench)
            return (bench, try await request(bench, prepared))
        }

        package var description: String { name }

        func run(crashingAt place: Place? = nil) async throws -> Outcome {
            let (bench, server) = try await begin()
            let passed = Mutex<[Place]>([])
            var hasCrashed = false
            do {
                try await bench.runUntilIdle { point throws(SimulatedCrash) in
                    passed.withLock { $0.append(Place(point)) }
                    if Place(point) == place { throw SimulatedCrash() }
                }
            } catch ActionRunnerError.crashed {
                hasCrashed = true
                try await bench.reopen()
                try await bench.runUntilIdle()
            }
            let outcome = Outcome(
                end: try await bench.end(of: server), strays: try await bench.strays(),
                points: Self.unique(passed.withLock { $0 }), hasCrashed: hasCrashed)
            await bench.close()
            return outcome
        }

        private static func unique(_ places: [Place]) -> [Place] {
            var seen: Set<Place> = []
            return places.filter { seen.insert($0).inserted }
        }
    }
}
