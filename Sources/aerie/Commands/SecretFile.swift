import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#endif

/// Files that only their owner may read.
enum SecretFile {
    /// - Returns: false when the file was there already and so is kept.
    static func writeIfMissing(_ path: String, _ text: String) throws -> Bool {
        let handle = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard handle >= 0 else {
            if errno == EEXIST { return false }
            throw CLIError("\(path) can't be written: \(String(cString: strerror(errno)))")
        }
        defer { close(handle) }
        let bytes = Array(text.utf8)
        guard write(handle, bytes, bytes.count) == bytes.count, fsync(handle) == 0 else {
            unlink(path)
            throw CLIError("\(path) can't be written: \(String(cString: strerror(errno)))")
        }
        return true
    }

    /// Without white space: passwords of ours have none.
    static func read(_ path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CLIError("\(path) can't be read")
        }
        return String(decoding: data, as: UTF8.self).filter { !$0.isWhitespace }
    }
}

/// Passwords that can be typed and need no quoting anywhere.
enum Password {
    static func generate() throws -> String {
        let alphabet = Array("23456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ")
        var generator = SystemRandomNumberGenerator()
        return String((0..<24).compactMap { _ in alphabet.randomElement(using: &generator) })
    }
}

/// A failure with a sentence for the person at the terminal.
struct CLIError: Error, CustomStringConvertible {
    enum Cause {
        case other
        /// It is not known which cloud is meant, or how to enter it.
        case noCloud
        case noAnswer
        /// The cloud's answer to a log-in or a request.
        case refused(status: UInt)
    }

    let description: String
    let cause: Cause

    init(_ description: String, _ cause: Cause = .other) {
        self.description = description
        self.cause = cause
    }
}
