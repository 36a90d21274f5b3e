import Foundation
import Testing

@testable import Identity

struct PasswordMemoryTests {
    @Test("A block as large as a check needs is a mapping of its own, so the host has it back at once")
    func released() throws {
        _ = try PasswordHasher(parameters: ScryptParameters(logN: 4, blockSize: 8, parallelism: 1)).hash("secret")
        #expect(LargeBlocks.areReturned)
        let block = try #require(malloc(2 << 20))
        defer { free(block) }
        // glibc keeps a chunk's size before it; the second lowest bit says that the chunk was mapped.
        let size = block.advanced(by: -MemoryLayout<Int>.size).load(as: Int.self)
        #expect(size & 2 == 2)
    }
}
