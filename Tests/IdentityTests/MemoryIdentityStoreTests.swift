import AerieTestSupport
import Testing

@Suite struct MemoryIdentityStoreTests {
    @Test("The store in memory does what every store has to do", arguments: IdentityConformance.checks)
    func check(_ check: IdentityConformance.Check) async throws {
        try await check.run(MemoryIdentityStore())
    }
}
