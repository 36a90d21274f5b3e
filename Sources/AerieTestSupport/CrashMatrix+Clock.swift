extension CrashMatrix {
    /// Pauses take no time, except the very long ones: those last until their task is cancelled.
    package struct Clock: _Concurrency.Clock {
        /// From here on a pause is a long one.
        package static let long = Duration.seconds(600)

        package init() {}

        package var now: ContinuousClock.Instant { .now }
        package var minimumResolution: Duration { .nanoseconds(1) }

        package func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {
            guard deadline - now >= Self.long - .seconds(1) else { return await Task.yield() }
            let (never, continuation) = AsyncStream.makeStream(of: Never.self)
            for await _ in never {}
            continuation.finish()
            try Task.checkCancellation()
        }
    }
}
