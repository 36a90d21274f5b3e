import Glibc

enum StandardError {
    /// One write a line, so that lines of different threads don't mix.
    static func write(line: consuming [UInt8]) {
        line.append(UInt8(ascii: "\n"))
        write(line)
    }

    /// Writes all of it, in one piece unless a signal or a full pipe cuts in. Nobody is left to tell when that fails.
    static func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
            if written < 0, errno != EINTR { return }
            rest = rest.dropFirst(max(0, written))
        }
    }
}
