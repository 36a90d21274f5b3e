import AerieTestSupport
import Compute
import Synchronization

typealias Bench = CrashMatrix.Bench
typealias Scenario = CrashMatrix.Scenario

/// An action that something happens to at one of its calls.
struct Disturbed: Sendable {
    var place: String
    var bench: Bench
    var server: ServerID
    var end: CrashMatrix.End
    var strays: [String]
    /// Nil when the request that was to come in between was refused.
    var refusal: ComputeError?
    /// The server's tasks, seen at each call after that request.
    var tasks: Set<TaskState?> = []
}

extension Scenario {
    /// The calls that the action makes when nothing happens, and where it ends.
    func undisturbed() async throws -> (calls: [CrashMatrix.Call], end: CrashMatrix.End) {
        let (bench, server) = try await begin()
        let calls = Mutex<[CrashMatrix.Call]>([])
        bench.calls.watch { call in
            calls.withLock { $0.append(call) }
            return nil
        }
        try await bench.runUntilIdle()
        let end = try await bench.end(of: server)
        await bench.close()
        return (calls.withLock { $0 }, end)
    }

    /// Runs the action once for each of its calls, with `request` coming in just before that call.
    func interrupted(
        by request: @escaping @Sendable (Bench, ServerID) async throws -> Void,
        _ check: (Disturbed) async throws -> Void
    ) async throws {
        for call in try await undisturbed().calls {
            let (bench, server) = try await begin()
            let seen = Mutex<(refusal: ComputeError?, tasks: Set<TaskState?>)>((nil, []))
            bench.calls.watch { now in
                do {
                    if now.number == call.number {
                        try await bench.interrupt(server) { try await request(bench, server) }
                    } else if now.number > call.number {
                        // The step that makes the call may be cancelled, and the look would be too.
                        let task = try await Task { try await bench.server(server).taskState }.value
                        seen.withLock { _ = $0.tasks.insert(task) }
                    }
                } catch {
                    seen.withLock { $0.refusal = error as? ComputeError }
                }
                return nil
            }
            var disturbed = try await run(bench, server, call)
            (disturbed.refusal, disturbed.tasks) = seen.withLock { $0 }
            try await check(disturbed)
        }
    }

    /// Runs the action once for each of its calls to driver or disks, with `error` deciding from that call on.
    /// - Parameter error: given how many calls of the driver there were since.
    func failing(
        parts: Set<CrashMatrix.Call.Part> = [.driver],
        _ error: @escaping @Sendable (_ since: Int, CrashMatrix.Call) -> HypervisorError?,
        _ check: (Disturbed) async throws -> Void
    ) async throws {
        for call in try await undisturbed().calls where parts.contains(call.part) {
            let (bench, server) = try await begin()
            let since = Mutex(0)
            bench.calls.watch { now in
                guard now.number >= call.number, parts.contains(now.part) else { return nil }
                let count = since.withLock { count in
                    defer { count += 1 }
                    return count
                }
                return error(count, now)
            }
            try await check(run(bench, server, call))
        }
    }

    private func run(
        _ bench: Bench, _ server: ServerID, _ call: CrashMatrix.Call
    ) async throws -> Disturbed {
        try await bench.runUntilIdle()
        bench.calls.watch(nil)
        return Disturbed(
            place: "\(name), at call \(call.number), \(call.part).\(call.name)", bench: bench, server: server,
            end: try await bench.end(of: server), strays: try await bench.strays())
    }
}
