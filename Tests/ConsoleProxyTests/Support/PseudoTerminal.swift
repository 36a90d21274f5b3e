import Glibc
import Testing

/// Stands for a QEMU's serial port: the test holds the end that QEMU has.
final class PseudoTerminal: Sendable {
    let path: String
    private let master: Int32

    // TIOCSPTLCK and TIOCGPTN: the macros don't reach Swift.
    private static let setLock: UInt = 0x4004_5431
    private static let getNumber: UInt = 0x8004_5430

    init() throws {
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        var (lock, number) = (Int32(0), Int32(0))
        try #require(
            master >= 0 && ioctl(master, Self.setLock, &lock) == 0 && ioctl(master, Self.getNumber, &number) == 0)
        path = "/dev/pts/\(number)"
        // As QEMU sets it up.
        var settings = termios()
        tcgetattr(master, &settings)
        cfmakeraw(&settings)
        tcsetattr(master, TCSANOW, &settings)
    }

    func write(_ text: String) {
        var bytes = Array(text.utf8)
        #expect(Glibc.write(master, &bytes, bytes.count) == bytes.count)
    }

    /// Waits until there are so many bytes, and holds no thread meanwhile: what brings them may need it.
    func read(_ count: Int) async throws -> String {
        var bytes: [UInt8] = []
        while bytes.count < count {
            var ready = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, 0) == 1 else {
                try await Task.sleep(for: .milliseconds(5))
                continue
            }
            var piece = [UInt8](repeating: 0, count: count - bytes.count)
            let got = Glibc.read(master, &piece, piece.count)
            guard got > 0 else { break }
            bytes += piece.prefix(got)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    func close() {
        Glibc.close(master)
    }
}
