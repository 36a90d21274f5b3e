import Glibc

/// Wakes a thread that waits for a socket. Once signalled it stays so.
final class WakePipe: Sendable {
    let readEnd: Int32
    private let writeEnd: Int32

    init() throws(PostgresError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw PostgresError(.internalError, "no pipe: \(String(cString: strerror(errno)))")
        }
        (readEnd, writeEnd) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    func signal() {
        var byte: UInt8 = 0
        _ = write(writeEnd, &byte, 1)
    }

    /// Blocks until it is signalled, or that long.
    func wait(milliseconds: Int32) {
        var end = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
        _ = poll(&end, 1, milliseconds)
    }
}
