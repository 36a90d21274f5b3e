/// Lets any number of callers wait for one run of the same work; a failure reaches all of them. The work is cancelled
/// when the last caller gave up.
actor SingleFlight<Key: Hashable & Sendable, Value: Sendable> {
    private typealias Outcome = Result<Value, StorageError>

    private struct Flight {
        let number: Int
        var task: Task<Void, Never>?
        var waiters: [Int: CheckedContinuation<Outcome, Never>] = [:]
    }

    private var flights: [Key: Flight] = [:]
    private var lastNumber = 0

    /// Starts `work` unless it runs for `key` already, and waits for what comes of it.
    func run(
        _ key: Key, _ work: @escaping @Sendable () async throws(StorageError) -> Value
    ) async throws(StorageError) -> Value {
        lastNumber += 1
        let waiter = lastNumber
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in join(key, waiter, continuation, work) }
        } onCancel: {
            // Ends as soon as this actor is free; nothing needs to wait for it.
            Task { await self.leave(key, waiter) }
        }
        return try outcome.get()
    }

    private func join(
        _ key: Key, _ waiter: Int, _ continuation: CheckedContinuation<Outcome, Never>,
        _ work: @escaping @Sendable () async throws(StorageError) -> Value
    ) {
        if Task.isCancelled { return continuation.resume(returning: .failure(.cancelled)) }
        if flights[key] == nil { start(key, work) }
        flights[key]?.waiters[waiter] = continuation
    }

    private func start(_ key: Key, _ work: @escaping @Sendable () async throws(StorageError) -> Value) {
        lastNumber += 1
        let number = lastNumber
        flights[key] = Flight(number: number)
        flights[key]?.task = Task {
            do throws(StorageError) {
                finish(key, number, .success(try await work()))
            } catch {
                finish(key, number, .failure(error))
            }
        }
    }

    private func finish(_ key: Key, _ number: Int, _ outcome: Outcome) {
        guard let flight = flights[key], flight.number == number else { return }
        flights[key] = nil
        for waiter in flight.waiters.values { waiter.resume(returning: outcome) }
    }

    private func leave(_ key: Key, _ waiter: Int) {
        guard let continuation = flights[key]?.waiters.removeValue(forKey: waiter) else { return }
        continuation.resume(returning: .failure(.cancelled))
        guard let flight = flights[key], flight.waiters.isEmpty else { return }
        flights[key] = nil
        flight.task?.cancel()
    }
}
