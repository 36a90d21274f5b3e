import Synchronization

/// A condition that becomes true once and stays so.
final class Latch: Sendable {
    private struct State {
        var isSet = false
        var nextKey = 0
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    var isSet: Bool { state.withLock { $0.isSet } }

    func set() {
        let waiting = state.withLock { state in
            state.isSet = true
            defer { state.waiting = [:] }
            return state.waiting.values
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Returns once set, or once the calling task is cancelled.
    func wait() async {
        let key = state.withLock { state in
            state.nextKey += 1
            return state.nextKey
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { park($0, as: key) }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: key) }?.resume()
        }
    }

    private func park(_ continuation: CheckedContinuation<Void, Never>, as key: Int) {
        let isParked = state.withLock { state in
            // A cancellation handler that ran already found nobody to resume.
            if state.isSet || Task.isCancelled { return false }
            state.waiting[key] = continuation
            return true
        }
        if !isParked { continuation.resume() }
    }
}
