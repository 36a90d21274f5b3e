import Glibc

/// Keeps small what the daemon holds of its host's memory, which belongs to the guests.
enum MemoryUse {
    private typealias Option = @convention(c) (CInt, CInt) -> CInt
    private typealias Trim = @convention(c) (Int) -> CInt

    /// Lets the heap give freed memory back: blocks of 256 KiB and more at once, where glibc by itself would keep up to
    /// 32 MiB once it has seen a block freed (a log-in's scratch memory is that large, and so is the text of a long list),
    /// and from two arenas rather than eight for each processor. For the whole process; call it before there are threads.
    /// - Returns: false where the C library has no such options.
    @discardableResult
    static func limitHeap() -> Bool {
        // Looked up by name, since Swift's Glibc module leaves malloc.h out. The cast is to the type declared there,
        // int mallopt(int param, int value); M_MMAP_THRESHOLD is -3, M_ARENA_MAX is -8.
        guard let symbol = dlsym(nil, "mallopt") else { return false }
        let option = unsafeBitCast(symbol, to: Option.self)
        return option(-3, 256 << 10) == 1 && option(-8, 2) == 1
    }

    /// Gives the heap's free pages back, those between used ones too.
    static func trimHeap() {
        guard let symbol = dlsym(nil, "malloc_trim") else { return }
        // int malloc_trim(size_t pad)
        _ = unsafeBitCast(symbol, to: Trim.self)(0)
    }

    /// Takes the program's code out of the process's memory once it has started: most of what was touched by then is for
    /// starting only. It stays in the page cache, and what is needed again is mapped again.
    /// - Returns: how many mappings were dropped.
    @discardableResult
    static func dropCode() -> Int {
        var dropped = 0
        let maps = allOfMaps()
        for line in maps.split(separator: UInt8(ascii: "\n")) {
            guard let range = codeRange(String(decoding: line, as: UTF8.self)) else { continue }
            // Nothing writes to these mappings, so dropping them loses nothing; an error leaves them as they are.
            let start = UnsafeMutableRawPointer(bitPattern: range.lowerBound)
            if madvise(start, range.count, MADV_DONTNEED) == 0 { dropped += 1 }
        }
        return dropped
    }

    /// The kernel gives a page at a time, and has no size to tell; a reader who takes a short read for the end misses the rest.
    private static func allOfMaps() -> [UInt8] {
        let file = open("/proc/self/maps", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return [] }
        defer { close(file) }
        var all: [UInt8] = []
        var page = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = page.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
            guard count > 0 else { return all }
            all += page[..<count]
        }
    }

    /// The addresses of a line of `/proc/PID/maps` if it is a file's code: `from-to r-xp offset device inode path`.
    static func codeRange(_ line: String) -> Range<UInt>? {
        let fields = line.split(separator: " ", maxSplits: 5)
        guard fields.count == 6, fields[1] == "r-xp", fields[5].drop(while: { $0 == " " }).hasPrefix("/") else {
            return nil
        }
        let ends = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
        guard ends.count == 2, ends[0] < ends[1] else { return nil }
        return ends[0]..<ends[1]
    }
}
