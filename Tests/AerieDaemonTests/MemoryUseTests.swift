import Glibc
import Testing

@testable import AerieDaemon

struct MemoryUseTests {
    @Test func `large blocks are mappings of their own, so the host has them back at once`() throws {
        let size = 31 << 20
        // A freed block of that size makes glibc put later ones into the heap.
        free(try #require(malloc(size)))
        #expect(MemoryUse.limitHeap())
        // So many that no free part of the heap has room for all.
        let blocks = try (0..<8).map { _ in try #require(malloc(size)) }
        defer { for block in blocks { free(block) } }
        #expect(blocks.last.map(isMapped) == true)
    }

    /// glibc keeps a chunk's size before it; the second lowest bit says that the chunk was mapped.
    private func isMapped(_ block: UnsafeMutableRawPointer) -> Bool {
        block.advanced(by: -MemoryLayout<Int>.size).load(as: Int.self) & 2 == 2
    }

    @Test func `only the code of files is taken out of memory`() {
        let code = "55d0a3c00000-55d0a5e00000 r-xp 00400000 fe:00 1234                       /usr/bin/aeried"
        #expect(MemoryUse.codeRange(code) == 0x55d0_a3c0_0000..<0x55d0_a5e0_0000)
        #expect(MemoryUse.codeRange(code.replacing("r-xp", with: "r--p")) == nil)
        #expect(MemoryUse.codeRange(code.replacing("r-xp", with: "rw-p")) == nil)
        #expect(MemoryUse.codeRange("7ffe0-7fff0 r-xp 00000000 00:00 0                          [vdso]") == nil)
    }

    @Test func `a program whose code was taken out of memory goes on`() {
        #expect(MemoryUse.dropCode() > 1)
        #expect(MemoryUse.dropCode() > 1)
    }
}
