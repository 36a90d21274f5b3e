import AerieTestSupport
import Compute
import Testing

@Suite("Console output and diagnostics")
struct ServerReadingTests {
    @Test("The console's last lines are shown, as far back as is kept")
    func console() async throws {
        try await Cloud.with(settings: { $0.consoleLimit = 6 }) { cloud in
            let bench = cloud.bench
            let id = try await bench.active()
            bench.disks.change { $0.console[id] = Array("one\r\ntwo\r\n".utf8) }
            let all = try await cloud.service.consoleOutput(of: id, in: .everything, lines: nil)
            #expect(all == "\ntwo\n")
            let last = try await cloud.service.consoleOutput(of: id, in: .everything, lines: 2)
            #expect(last == "two\n")
        }
    }

    @Test("The console of a guest that can't be flushed is shown all the same")
    func unflushed() async throws {
        try await Cloud.with { cloud in
            let bench = cloud.bench
            let id = try await bench.active()
            bench.disks.change { $0.console[id] = Array("one\n".utf8) }
            bench.driver.change { $0.outage = .unavailable("down") }
            let text = try await cloud.service.consoleOutput(of: id, in: .everything, lines: -1)
            #expect(text == "one\n")
        }
    }

    @Test("There is no console before there is a host, and none before something is written")
    func noConsole() async throws {
        try await Cloud.with { cloud in
            let id = try await cloud.bench.create()
            func error() async -> ComputeError? {
                await cloud.error { () throws(ComputeError) in
                    try await cloud.service.consoleOutput(of: id, in: .everything, lines: nil)
                }
            }
            var refusal = await error()
            #expect(refusal == .notReady(id))
            try await cloud.bench.runUntilIdle()
            refusal = await error()
            #expect(refusal == .missing("Unable to get console: the server has not written any."))
        }
    }

    @Test("Diagnostics are the guest's own")
    func diagnostics() async throws {
        try await Cloud.with { cloud in
            let id = try await cloud.bench.active()
            let answer = try await cloud.service.diagnostics(of: id, in: .everything)
            #expect(answer.server.id == id && answer.counters.vcpuTimes.count == 2)
            #expect(answer.counters.power == .running && answer.counters.memoryMaximum == 512 * 1024)
        }
    }

    @Test("Diagnostics need a host and a guest")
    func noDiagnostics() async throws {
        try await Cloud.with { cloud in
            let bench = cloud.bench
            let id = try await bench.create()
            func error() async -> ComputeError? {
                await cloud.error { () throws(ComputeError) in
                    try await cloud.service.diagnostics(of: id, in: .everything)
                }
            }
            var refusal = await error()
            #expect(refusal == .notReady(id))
            try await bench.runUntilIdle()
            bench.driver.change { $0.guests[id] = nil }
            refusal = await error()
            #expect(refusal?.message == "Cannot 'get_diagnostics' instance \(id) while it is in power_state pending")
        }
    }

    @Test(
        "Each failure of the hypervisor has its answer",
        arguments: [
            (HypervisorError.unavailable("a"), ComputeError.unavailable("a")), (.timedOut("b"), .unavailable("b")),
            (.impossible("c"), .notSupported("c")), (.failed("d"), .failure("d")),
        ])
    func failures(error: HypervisorError, expected: ComputeError) async throws {
        try await Cloud.with { cloud in
            let id = try await cloud.bench.active()
            cloud.bench.driver.change { $0.failures["diagnostics"] = error }
            let refusal = await cloud.error { () throws(ComputeError) in
                try await cloud.service.diagnostics(of: id, in: .everything)
            }
            #expect(refusal == expected)
        }
    }
}
