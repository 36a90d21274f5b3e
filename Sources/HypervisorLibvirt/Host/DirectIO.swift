import Glibc

/// Whether a file system lets files be read and written around the page cache.
enum DirectIO {
    // Swift imports neither: Glibc declares them for GNU sources only.
    /// `__O_TMPFILE`.
    private static let temporary: Int32 = 0o20000000
    /// `O_DIRECT`.
    private static var direct: Int32 {
        #if arch(arm64) || arch(arm)
            0o200000
        #else
            0o40000
        #endif
    }

    /// Tries it with a file that has no name. Blocks.
    static func isPossible(in directory: String) -> Bool {
        let file = open(directory, temporary | O_DIRECTORY | O_RDWR | direct | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        defer { close(file) }
        let size = 4096
        // Direct writes want memory that begins at a block, which no array promises.
        return withUnsafeTemporaryAllocation(byteCount: size, alignment: size) { block in
            block.initializeMemory(as: UInt8.self, repeating: 0)
            return write(file, block.baseAddress, size) == size
        }
    }
}
