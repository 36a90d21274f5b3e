import DurableActions

/// What steps need that take long.
extension ServerActionEnvironment {
    /// Runs `work`, and cancels its task once the action is to end.
    static func untilCancelled<Value: Sendable>(
        _ cancellation: CancellationFlag, _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try cancellation.check()
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                await cancellation.wait()
                return nil
            }
            defer { group.cancelAll() }
            do {
                while let end = try await group.next() {
                    if let end { return end }
                    group.cancelAll()
                }
            } catch {
                // What the work says of its own cancellation is of no use to anybody.
                try cancellation.check()
                throw error
            }
            throw ActionCancelled()
        }
    }

    /// Lets `work` say how far it is, in percent, and shows it with the server, at most every other second.
    func showingProgress<Value>(
        of id: ServerID, during tasks: Set<TaskState>,
        _ work: (@escaping @Sendable (Int) -> Void) async throws -> Value
    ) async throws -> Value {
        let (steps, continuation) = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .bufferingNewest(1))
        let writer = Task { await show(steps, of: id, during: tasks) }
        let outcome: Result<Value, any Error>
        do { outcome = .success(try await work { continuation.yield($0) }) } catch { outcome = .failure(error) }
        continuation.finish()
        writer.cancel()
        // Nothing is written once the step has ended.
        await writer.value
        return try outcome.get()
    }

    private func show(_ steps: AsyncStream<Int>, of id: ServerID, during tasks: Set<TaskState>) async {
        var shown = 0
        for await step in steps where step != shown {
            shown = step
            let change = ServerChange {
                $0.onlyDuring = Set(tasks.map(Optional.some))
                $0.progress = .set(min(max(step, 0), 99))
            }
            // It is only shown: the work goes on without it.
            _ = try? await servers.change(id, in: .everything, facets: []) { _ in ServerDecision(change: change) }
            try? await clock.sleep(for: .seconds(2))
        }
    }
}
