package import Foundation
import Glibc

extension Process {
    /// Exit status; minus the signal's number when a signal ended it; nil while it runs.
    ///
    /// The kernel is asked (`waitid`), and the child left to Foundation. Foundation learns of an end by a socket, which every
    /// other child that was started in the same moment has as well: `isRunning` and `waitUntilExit` wait for those too.
    package var ending: Int? {
        guard isRunning else { return Self.ending(terminationStatus, isSignal: terminationReason == .uncaughtSignal) }
        var info = siginfo_t()
        guard waitid(P_PID, id_t(processIdentifier), &info, WEXITED | WNOHANG | WNOWAIT) == 0, info.si_signo == SIGCHLD
        else { return nil }
        return Self.ending(info._sifields._sigchld.si_status, isSignal: info.si_code != Int32(CLD_EXITED))
    }

    private static func ending(_ status: Int32, isSignal: Bool) -> Int {
        isSignal ? -Int(status) : Int(status)
    }

    /// - Returns: as `ending`; nil when it did not end in time.
    package func waitForEnd(within limit: Duration) async -> Int? {
        let end = ContinuousClock.now.advanced(by: limit)
        while ContinuousClock.now < end {
            if let ending { return ending }
            // In a task of its own: one that was cancelled would not sleep, and hold a thread.
            await Task { try? await Task.sleep(for: .milliseconds(5)) }.value
        }
        return ending
    }
}
