import Compute
import Testing

extension HypervisorConformance {
    /// What a resize needs.
    func aGuestThatIsOffTakesAnotherShape() async throws {
        var larger = spec
        larger.server.flavor.vcpus += 1
        larger.server.flavor.ram *= 2
        for shape in [larger, spec] {
            try await driver.destroy(id)
            _ = try await driver.plan(shape)
            try await driver.define(shape)
            #expect(try await power() == .shutdown)
            try await driver.start(id)
            let counters = try await driver.diagnostics(id, within: .seconds(120))
            #expect(counters.vcpuTimes.count == shape.server.flavor.vcpus)
            #expect(counters.memoryMaximum == Int64(shape.server.flavor.ram) * 1024)
        }
    }
}
