import FoundationEssentials
import Testing

@testable import AerieDaemon

struct RandomUUIDTests {
    @Test(arguments: [
        (UInt64.min, UInt64.min, "00000000-0000-4000-8000-000000000000"),
        (UInt64.max, UInt64.max, "ffffffff-ffff-4fff-bfff-ffffffffffff"),
        (0x0123_4567_89ab_cdef, 0x0123_4567_89ab_cdef, "01234567-89ab-4def-8123-456789abcdef"),
    ])
    func `random bits become a UUID of version 4`(high: UInt64, low: UInt64, text: String) {
        #expect(RandomUUID.text(high, low) == text)
        #expect(UUID(uuidString: text)?.uuidString.lowercased() == text)
    }
}
