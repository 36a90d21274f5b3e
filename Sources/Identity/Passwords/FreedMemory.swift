import Glibc

/// Hands freed memory back to the host. glibc keeps freed blocks of up to 32 MiB once it has seen one, and scrypt's
/// scratch memory is just that size: the daemon would carry it from its first log-in on.
enum FreedMemory {
    private typealias Trim = @convention(c) (Int) -> CInt

    /// Looked up by name, since Swift's Glibc module leaves `malloc.h` out; nil with another C library.
    private static let trim: Trim? = {
        guard let symbol = dlsym(nil, "malloc_trim") else { return nil }
        // The type is the one that malloc.h declares: int malloc_trim(size_t).
        return unsafeBitCast(symbol, to: Trim.self)
    }()

    static func release() {
        _ = trim?(0)
    }
}
