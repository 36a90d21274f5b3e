import Foundation
import Testing

@testable import Identity

struct PasswordMemoryTests {
    @Test("The 16 MiB of a real check are gone after it")
    func released() throws {
        let hasher = PasswordHasher()
        _ = try hasher.hash("secret")
        let before = try Self.residentKiB()
        // The least of several readings: tests running beside this one need memory, too.
        let after = try (0..<4).map { _ in
            _ = try hasher.hash("secret")
            return try Self.residentKiB()
        }
        #expect(try #require(after.min()) < before + 8_192)
        #expect(LargeBlocks.areReturned)
    }

    /// Anonymous memory of this process: code pages that are read in meanwhile don't count.
    private static func residentKiB() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") })
        return try #require(line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) })
    }
}
