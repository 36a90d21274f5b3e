import Synchronization

/// The wish that an action ends early. A long step looks at it in its own loop; between steps the runner looks.
package final class CancellationFlag: Sendable {
    private let requested = Mutex<ActionFailure.Cause?>(nil)
    let latch = Latch()

    package init() {}

    /// The first request stays; later ones change nothing.
    package func request(_ cause: ActionFailure.Cause = .cancelled) {
        requested.withLock { $0 = $0 ?? cause }
        latch.set()
    }

    /// Who asked, or nil when nobody did.
    package var cause: ActionFailure.Cause? { requested.withLock { $0 } }

    package var isRequested: Bool { cause != nil }

    package func check() throws(ActionCancelled) {
        if isRequested { throw ActionCancelled() }
    }

    /// Returns once cancellation is requested, or once the calling task is cancelled.
    package func wait() async { await latch.wait() }
}
