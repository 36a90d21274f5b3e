package import Compute
import Synchronization

extension CrashMatrix {
    /// A call that a running action makes of what is outside it.
    package struct Call: Sendable, Hashable {
        package enum Part: String, Sendable { case driver, disks, log }

        /// In order of the calls since `Calls.watch`, from 0.
        package let number: Int
        package let part: Part
        /// As the protocol names it; `claimed`, `advance` and `finish` for the log.
        package let name: String
    }

    /// Every call that actions make of the driver, the disks and the log, in one place where a test can act or make it fail.
    package final class Calls: Sendable {
        /// What happens before the call; an error makes it fail. Calls of the log go on in any case.
        package typealias Watcher = @Sendable (Call) async -> HypervisorError?

        private struct State {
            var next = 0
            var watcher: Watcher?
            var broken: Set<String> = []
            var brokenOnce: Set<String> = []
        }

        private let state = Mutex(State())
        private let turns = Turns()

        init(_ driver: FakeHypervisor, _ disks: FakeInstanceDisks, _ log: Log) {
            driver.interpose { [self] name throws(HypervisorError) in
                if let error = await meet(.driver, name) { throw error }
            }
            disks.interpose { [self] name throws(ComputeError) in
                if let error = await meet(.disks, name) { throw .failure(error.message) }
            }
            log.interpose { [self] name in _ = await meet(.log, name) }
        }

        /// Counts from 0 again.
        package func watch(_ watcher: Watcher?) {
            state.withLock {
                $0.next = 0
                $0.watcher = watcher
            }
        }

        /// From now on, every call of that name of the driver or the disks fails.
        package func fail(_ name: String) {
            state.withLock { _ = $0.broken.insert(name) }
        }

        /// The next call of that name of the driver or the disks fails.
        package func failOnce(_ name: String) {
            state.withLock { _ = $0.brokenOnce.insert(name) }
        }

        /// One call at a time, so that what a test does at a call is done before the next one begins. Calls that the test makes
        /// happen meanwhile have no turn of their own.
        private func meet(_ part: Call.Part, _ name: String) async -> HypervisorError? {
            if Self.isInTurn { return await answer(part, name) }
            await turns.begin()
            defer { turns.end() }
            return await Self.$isInTurn.withValue(true) { await answer(part, name) }
        }

        @TaskLocal private static var isInTurn = false

        private func answer(_ part: Call.Part, _ name: String) async -> HypervisorError? {
            let (number, watcher, isBroken) = state.withLock { state in
                defer { state.next += 1 }
                let isBroken = state.broken.contains(name) || part != .log && state.brokenOnce.remove(name) != nil
                return (state.next, state.watcher, isBroken)
            }
            if let error = await watcher?(Call(number: number, part: part, name: name)) { return error }
            return isBroken ? .failed("The \(name) failed.") : nil
        }
    }

    /// Lets one in at a time, in the order in which they came.
    private final class Turns: Sendable {
        private let waiting = Mutex<[CheckedContinuation<Void, Never>]?>(nil)

        func begin() async {
            await withCheckedContinuation { continuation in
                let isFree = waiting.withLock { waiting in
                    guard waiting == nil else {
                        waiting?.append(continuation)
                        return false
                    }
                    waiting = []
                    return true
                }
                if isFree { continuation.resume() }
            }
        }

        func end() {
            let next = waiting.withLock { waiting -> CheckedContinuation<Void, Never>? in
                guard waiting?.isEmpty == false else {
                    waiting = nil
                    return nil
                }
                return waiting?.removeFirst()
            }
            next?.resume()
        }
    }
}
