import Foundation
import Testing

@testable import AerieDaemon

@Suite("The node's id")
struct NodeIdentityTests {
    private let path = FileManager.default.temporaryDirectory.path() + "/aerie-node-\(UUID().uuidString)"

    @Test("It is made once and read again afterwards")
    func isStable() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let first = try NodeIdentity.loadOrCreate(path: path) { "6f0d9c51-a8a8-4a5e-9b40-c2d1b7e0f100" }
        let second = try NodeIdentity.loadOrCreate(path: path) { "another" }
        #expect(first == "6f0d9c51-a8a8-4a5e-9b40-c2d1b7e0f100")
        #expect(second == first)
    }

    @Test("A file that holds something else is refused, not replaced")
    func foreignContent() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("not an id".utf8).write(to: URL(filePath: path))
        #expect(throws: SettingsError.self) { try NodeIdentity.loadOrCreate(path: path) { "x" } }
        #expect(FileManager.default.contents(atPath: path) == Data("not an id".utf8))
    }
}
