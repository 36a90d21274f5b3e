import Glibc
import Testing

@testable import AerieDaemon

struct MemoryUseTests {
    @Test
    func `a large block is a mapping of its own, so the host has it back at once`()
        throws
    {
        #expect(MemoryUse.limitHeap())
        // Larger than what other tests may have left free inside the heap, which is used before anything is mapped.
        let block = try #require(malloc(256 << 20))
        defer { free(block) }
        // glibc keeps a chunk's size before it; the second lowest bit says that the chunk was mapped.
        let size = block.advanced(by: -MemoryLayout<Int>.size).load(as: Int.self)
        #expect(size & 2 == 2)
    }

    @Test func `only the code of files is taken out of memory, and the program goes on`() {
        let code = "55d0a3c00000-55d0a5e00000 r-xp 00400000 fe:00 1234                       /usr/bin/aeried"
        #expect(MemoryUse.codeRange(code) == 0x55d0_a3c0_0000..<0x55d0_a5e0_0000)
        #expect(MemoryUse.codeRange(code.replacing("r-xp", with: "r--p")) == nil)
        #expect(MemoryUse.codeRange(code.replacing("r-xp", with: "rw-p")) == nil)
        #expect(MemoryUse.codeRange("7ffe0-7fff0 r-xp 00000000 00:00 0                          [vdso]") == nil)
        MemoryUse.dropCode()
        #expect([3, 1, 2].sorted() == [1, 2, 3])
    }
}
