import AerieTestSupport
import Compute
import Store
import Synchronization
import Testing

@Suite("The host's reports")
struct HostReporterTests {
    private static func reporter(_ bench: Bench, _ clock: LimitedClock) -> HostReporter {
        HostReporter(
            hosts: bench.stores.hosts, driver: bench.driver, settings: bench.settings, world: bench.world, clock: clock,
            logger: Bench.silent)
    }

    @Test("A host keeps its number and ids when it is registered again")
    func register() async throws {
        let bench = try await Bench()
        let before = try await bench.stores.hosts.hosts()
        try await Self.reporter(bench, LimitedClock(pauses: 0)).register(nodeID: "another")
        let after = try await bench.stores.hosts.hosts()
        #expect(before.count == 1 && after.map(\.number) == before.map(\.number))
        #expect(after.map(\.serviceID) == before.map(\.serviceID))
        await bench.close()
    }

    @Test("A heartbeat is sent every ten seconds, and figures every minute")
    func pace() async throws {
        let bench = try await Bench()
        let clock = LimitedClock(pauses: 13)
        let figures = Mutex(0)
        let pings = Mutex(0)
        bench.calls.watch { call in
            if call.name == "hostFigures" { figures.withLock { $0 += 1 } }
            if call.name == "ping" { pings.withLock { $0 += 1 } }
            return nil
        }
        await Self.reporter(bench, clock).run()
        #expect(clock.pauses == Array(repeating: .seconds(10), count: 13))
        #expect(pings.withLock { $0 } == 14 && figures.withLock { $0 } == 3)
        await bench.close()
    }

    @Test("A heartbeat makes the host count as up")
    func up() async throws {
        let bench = try await Bench()
        let old = try await bench.stores.hosts.hosts()[0].reportedAt
        await Self.reporter(bench, LimitedClock(pauses: 0)).run()
        let host = try await bench.stores.hosts.hosts()[0]
        #expect(host.isUp(at: bench.world.now(), downAfter: 60))
        #expect(old.map { $0 < host.reportedAt ?? $0 } == true)
        await bench.close()
    }

    @Test("Without a hypervisor there is no heartbeat; it is tried again soon, and the first report is told once")
    func outage() async throws {
        let bench = try await Bench()
        let clock = LimitedClock(pauses: 5)
        let attempts = Mutex(0)
        bench.calls.watch { call in
            guard call.name == "ping" else { return nil }
            let attempt = attempts.withLock { attempts in
                attempts += 1
                return attempts
            }
            return attempt == 3 || attempt == 4 ? nil : .unavailable("down")
        }
        let reports = Mutex(0)
        await Self.reporter(bench, clock).run { reports.withLock { $0 += 1 } }
        #expect(
            clock.pauses == [.milliseconds(50), .milliseconds(50), .seconds(10), .seconds(10), .seconds(1)])
        #expect(reports.withLock { $0 } == 1)
        await bench.close()
    }

    @Test("Figures that failed are asked for again with the next heartbeat")
    func failingFigures() async throws {
        let bench = try await Bench()
        let asked = Mutex(0)
        bench.calls.watch { call in
            guard call.name == "hostFigures" else { return nil }
            let number = asked.withLock { asked in
                asked += 1
                return asked
            }
            return number == 1 ? .failed("no figures") : nil
        }
        await Self.reporter(bench, LimitedClock(pauses: 2)).run()
        #expect(asked.withLock { $0 } == 2)
        await bench.close()
    }
}
