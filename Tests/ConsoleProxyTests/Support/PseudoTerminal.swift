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

    /// Blocks until there are so many bytes.
    func read(_ count: Int) -> String {
        var bytes = [UInt8](repeating: 0, count: count)
        let got = Glibc.read(master, &bytes, count)
        return String(decoding: bytes.prefix(max(0, got)), as: UTF8.self)
    }

    func close() {
        Glibc.close(master)
    }
}
