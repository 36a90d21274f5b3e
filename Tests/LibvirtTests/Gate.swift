import Dispatch

/// A call that hangs until the test lets it go.
final class Gate: Sendable {
    private let opened = DispatchSemaphore(value: 0)
    private let (entries, entered) = AsyncStream.makeStream(of: Void.self)

    func hang() {
        entered.yield()
        opened.wait()
        opened.signal()
    }

    func open() {
        opened.signal()
    }

    /// Until `count` calls hang in it.
    func waitForCalls(_ count: Int = 1) async {
        var seen = 0
        for await _ in entries {
            seen += 1
            if seen == count { return }
        }
    }
}
