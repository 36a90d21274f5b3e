/// Waiting that ends early when one of several conditions comes true.
struct Pauses: Sendable {
    let clock: any Clock<Duration>

    func pause(_ duration: Duration, orUntil latches: [Latch]) async {
        let clock = clock
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await clock.sleep(for: duration) }
            for latch in latches { group.addTask { await latch.wait() } }
            await group.next()
            group.cancelAll()
        }
    }
}
