import AerieTestSupport
import Compute
import Testing

@Suite struct FakeConsolesTests {
    @Test("The hypervisor of tests has consoles like a real one")
    func conformance() async throws {
        try await TestProxy.with { test in
            let driver = FakeHypervisor()
            let spec = GuestSpec(
                server: test.server, ownerNames: OwnerNames(user: "u", project: "p"), disks: [], nics: [],
                consoleLog: "/c", directBoot: nil)
            try await ConsoleConformance(driver: driver, spec: spec).run()
            driver.change { $0.hasSpice = true }
            try await ConsoleConformance(driver: driver, spec: spec, hasSpice: true).run()
        }
    }
}
