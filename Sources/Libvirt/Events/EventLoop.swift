import CLibvirt
import Glibc
import Synchronization

/// A hold on the process's libvirt event loop, which keepalive and events need.
///
/// libvirt knows one default loop per process; it runs on one thread of ours while anybody holds it. Connections need
/// one to be opened, so the loop is always registered before the first connection.
package final class EventLoop: Sendable {
    private static let process = Mutex(Process())
    private let isStopped = Atomic(false)

    /// - Throws: when libvirt can't make its loop or the system gives no thread.
    package init() throws(LibvirtError) {
        try Self.process.withLock { (process) throws(LibvirtError) in try process.hold() }
    }

    /// Lets go of the loop. The last one to let go ends its thread and waits for that. More calls do nothing.
    package func stop() {
        guard !isStopped.exchange(true, ordering: .acquiringAndReleasing) else { return }
        Self.process.withLock { $0.release() }
    }

    deinit {
        stop()
    }
}

extension EventLoop {
    private struct Process: Sendable {
        var isRegistered = false
        var holders = 0
        var running: Running?

        mutating func hold() throws(LibvirtError) {
            if !isRegistered {
                LibvirtError.silenceDefaultPrinting()
                // libvirt writes to its socket with write(2): where the daemon has gone, the signal would end this process.
                signal(SIGPIPE, SIG_IGN)
                try check(virInitialize())
                try check(virEventRegisterDefaultImpl())
                isRegistered = true
            }
            if holders == 0 { running = try Running() }
            holders += 1
        }

        mutating func release() {
            holders -= 1
            guard holders == 0 else { return }
            running?.end()
            running = nil
        }
    }

    private struct Running: Sendable {
        private let shouldEnd = Flag()
        private let thread: OwnThread

        init() throws(LibvirtError) {
            let shouldEnd = self.shouldEnd
            thread = try OwnThread.start("libvirt-events") {
                while !shouldEnd.value.load(ordering: .acquiring) {
                    // A failed turn would fail again at once; libvirt reports it only when its poll is broken.
                    guard virEventRunDefaultImpl() >= 0 else { return }
                }
            }
        }

        /// A zero timeout makes the loop turn until it sees the flag; it is removed when the thread is gone, since
        /// one left behind would make the next loop spin.
        func end() {
            let timer = virEventAddTimeout(0, { _, _ in }, nil, nil)
            shouldEnd.value.store(true, ordering: .releasing)
            if thread.isCurrent { thread.detach() } else { thread.join() }
            if timer >= 0 { virEventRemoveTimeout(timer) }
        }
    }

    private final class Flag: Sendable {
        let value = Atomic(false)
    }
}
