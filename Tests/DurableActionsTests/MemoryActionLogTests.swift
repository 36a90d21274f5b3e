import AerieTestSupport
import Testing

@Suite("The log in memory")
struct MemoryActionLogTests {
    @Test("It does what every action log does")
    func conformance() async throws {
        let log = MemoryActionLog()
        log.reject(["refused"])
        try await ActionLogConformance(
            log: log, subjects: ("s1", "s2"), insert: { log.insert($0) }, change: "change", refusedChange: "refused",
            timesStored: { log.changes.count }, history: { log.history($0) }, stored: { log.row($0) }
        ).run()
    }
}
