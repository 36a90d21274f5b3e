import Glibc

/// Key files in a directory. A file appears whole or not at all, for its owner only, and is on disk when `create` returns.
struct KeyDirectory {
    let path: String

    /// Of the keys that are there, ascending.
    func numbers() throws(SigningKeysError) -> [Int] {
        guard let handle = opendir(path) else { throw failure(path, "cannot be listed") }
        defer { closedir(handle) }
        var numbers: [Int] = []
        while let entry = readdir(handle) {
            if let number = Self.number(Self.name(entry)) {
                numbers.append(number)
            }
        }
        return numbers.sorted()
    }

    func read(number: Int, length: Int) throws(SigningKeysError) -> [UInt8] {
        let file = file(number)
        let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw failure(file, "cannot be opened") }
        defer { close(descriptor) }
        try checkPermissions(descriptor, file)
        var bytes = [UInt8](repeating: 0, count: length + 1)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard count == length else {
            throw SigningKeysError(path: file, reason: "a key has \(length) bytes; restore the file or remove it")
        }
        return Array(bytes.prefix(length))
    }

    /// A process that makes the same key at the same time loses, and both use the winner's.
    func create(number: Int, bytes: [UInt8]) throws(SigningKeysError) {
        let draft = "\(path)/.token-\(getpid())-\(UInt64.random(in: .min ... .max)).tmp"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure(draft, "cannot be created") }
        defer { unlink(draft) }
        let written =
            fchmod(descriptor, 0o600) == 0 && write(descriptor, bytes, bytes.count) == bytes.count
            && fsync(descriptor) == 0
        let problem = failure(draft, "cannot be written")
        guard close(descriptor) == 0, written else { throw problem }
        // A link, unlike a rename, never replaces a key that is there.
        guard link(draft, file(number)) == 0 || errno == EEXIST else {
            throw failure(file(number), "cannot be created")
        }
        try synchronize()
    }

    func remove(number: Int) throws(SigningKeysError) {
        guard unlink(file(number)) == 0 || errno == ENOENT else { throw failure(file(number), "cannot be removed") }
        try synchronize()
    }

    private func synchronize() throws(SigningKeysError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path, "cannot be opened") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(path, "cannot be written to disk") }
    }

    private func checkPermissions(_ descriptor: Int32, _ file: String) throws(SigningKeysError) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure(file, "cannot be examined") }
        guard status.st_mode & 0o077 == 0 else {
            throw SigningKeysError(
                path: file,
                reason: "may be read by others, who could make tokens with it: chmod 600, then rotate the keys")
        }
    }

    private func file(_ number: Int) -> String {
        let digits = String(number)
        return "\(path)/token-\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits).key"
    }

    private func failure(_ path: String, _ what: String) -> SigningKeysError {
        SigningKeysError(path: path, reason: "\(what): \(String(cString: strerror(errno)))")
    }

    /// C keeps the name inside the entry, as an array that Swift sees as a tuple.
    private static func name(_ entry: UnsafeMutablePointer<dirent>) -> String {
        withUnsafePointer(to: &entry.pointee.d_name) { pointer in
            pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
    }

    private static func number(_ name: String) -> Int? {
        guard name.hasPrefix("token-"), name.hasSuffix(".key"), name.utf8.count >= 16 else { return nil }
        let digits = name.dropFirst("token-".count).dropLast(".key".count)
        guard digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return digits.utf8.count <= 12 ? Int(digits) : nil
    }
}
