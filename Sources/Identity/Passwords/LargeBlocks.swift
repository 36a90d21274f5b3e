import Glibc

/// Makes freed blocks of a megabyte and more go back to the host at once. glibc by itself keeps blocks of up to 32 MiB
/// for reuse once it has seen one freed, and scrypt's scratch memory is just that size: the daemon would carry it from
/// its second log-in on.
enum LargeBlocks {
    private typealias Option = @convention(c) (CInt, CInt) -> CInt

    /// Touch it before the first large allocation. For the whole process, once; false where the C library has no such
    /// option.
    static let areReturned: Bool = {
        // Looked up by name, since Swift's Glibc module leaves malloc.h out. The cast is to the type declared there:
        // int mallopt(int param, int value), with M_MMAP_THRESHOLD as -3.
        guard let symbol = dlsym(nil, "mallopt") else { return false }
        return unsafeBitCast(symbol, to: Option.self)(-3, 1 << 20) == 1
    }()
}
