import AerieTestSupport
import Compute
import Store
import Testing

@Suite("What an inspection finds")
struct InspectionTests {
    private static func findings(
        _ bench: Bench, conditions: NetworkConditions = NetworkConditions(),
        stuck: @escaping @Sendable () async throws -> [(server: String, reason: String?)] = { [] }
    ) async throws -> [String] {
        let inspection = Inspection(
            servers: bench.stores.servers, networks: bench.stores.networks, driver: bench.driver, disks: bench.disks,
            conditions: conditions, host: Bench.host, openActions: stuck)
        return try await inspection.findings().map { "\($0.severity) \($0.kind) \($0.subject)" }
    }

    private static func advice(on kind: String, in bench: Bench) async throws -> String {
        let inspection = Inspection(
            servers: bench.stores.servers, networks: bench.stores.networks, driver: bench.driver, disks: bench.disks,
            conditions: NetworkConditions(), host: Bench.host, openActions: { [] })
        return try #require(try await inspection.findings().first { $0.kind == kind }).advice
    }

    @Test("Nothing, where all is well")
    func nothing() async throws {
        let bench = try await Bench()
        _ = try await bench.active()
        _ = try await bench.stopped()
        let found = try await Self.findings(bench)
        #expect(found == [])
        await bench.close()
    }

    @Test("A guest, disks and a reservation that belong to no server")
    func strays() async throws {
        let bench = try await Bench()
        let id = try await bench.active()
        let (guest, stray) = (bench.driver.now.guests[id], ServerID("stray"))
        bench.driver.change {
            $0.guests[stray] = guest
            $0.reservations[PortID("port-x")] = stray
        }
        bench.disks.change { _ = $0.servers.insert(stray) }
        let found = try await Self.findings(bench)
        #expect(
            found == [
                "warning unknown-domain stray", "warning stray-reservation port-x", "warning unknown-disks stray",
            ])
        await bench.close()
    }

    @Test("The state of a TPM that belongs to no server and no domain")
    func strayState() async throws {
        let bench = try await Bench()
        let id = try await bench.active()
        let (guest, foreign) = (bench.driver.now.guests[id], ServerID("foreign"))
        bench.driver.change { $0.guests[foreign] = guest }
        bench.disks.change { $0.keptStates = [id, foreign, ServerID("stray")] }
        let found = try await Self.findings(bench)
        #expect(found == ["warning unknown-domain foreign", "warning unknown-state stray"])
        await bench.close()
    }

    @Test("A server whose guest is missing, which a hard reboot builds anew")
    func missing() async throws {
        let bench = try await Bench()
        let id = try await bench.active()
        bench.driver.change { $0.guests[id] = nil }
        let found = try await Self.findings(bench)
        #expect(found == ["problem missing-guest \(id)"])
        try await bench.service.rebootHard(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        let end = try await bench.end(of: id)
        #expect(end.vmState == .active && end.guestPower == .running)
        let healed = try await Self.findings(bench)
        #expect(healed == [])
        await bench.close()
    }

    @Test("A server in error")
    func inError() async throws {
        let bench = try await Bench()
        let id = try await bench.active()
        bench.calls.fail("start")
        try await bench.service.rebootHard(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        let found = try await Self.findings(bench)
        #expect(found == ["warning server-in-error \(id)"])
        await bench.close()
    }

    @Test("A hypervisor that does not answer, while the disks are looked at all the same")
    func outage() async throws {
        let bench = try await Bench()
        bench.driver.change { $0.outage = .unavailable("down") }
        bench.disks.change { _ = $0.servers.insert(ServerID("stray")) }
        let found = try await Self.findings(bench)
        #expect(found == ["problem hypervisor node-1", "warning unknown-disks stray"])
        #expect(
            try await Self.advice(on: "unknown-disks", in: bench).hasPrefix("Leave it: while libvirt does not answer"))
        await bench.close()
    }

    @Test("What an inspection says of disks depends on whether a domain has them, on or off")
    func disksOfDomains() async throws {
        let bench = try await Bench()
        let id = try await bench.stopped()
        let (guest, stray) = (bench.driver.now.guests[id], ServerID("stray"))
        bench.disks.change { _ = $0.servers.insert(stray) }
        #expect(try await Self.advice(on: "unknown-disks", in: bench).hasPrefix("No domain has it: if its data"))
        bench.driver.change { $0.guests[stray] = guest }
        #expect(try await Self.advice(on: "unknown-disks", in: bench).contains(" has it: see to that first"))
        await bench.close()
    }

    @Test("Disks and a guest of a server that another host's name stands at are nobody's to remove")
    func elsewhere() async throws {
        let bench = try await Bench()
        let id = try await bench.active()
        let found = try await Inspection(
            servers: bench.stores.servers, networks: bench.stores.networks, driver: bench.driver, disks: bench.disks,
            conditions: NetworkConditions(), host: HostName("renamed"), openActions: { [] }
        ).findings().filter { $0.subject == id.text }
        #expect(found == [])
        await bench.close()
    }

    @Test(
        "Another user of the network's addresses: a problem where the network can't run beside it",
        arguments: [(true, "problem"), (false, "warning")])
    func ranges(preventsStart: Bool, severity: String) async throws {
        let bench = try await Bench()
        let range = try #require(AddressRange("192.0.2.0/24"))
        bench.driver.change {
            $0.rangeConflicts = [RangeConflict(holder: "interface eth1", range: range, preventsStart: preventsStart)]
        }
        let found = try await Self.findings(bench)
        #expect(found == ["\(severity) range-in-use private"])
        await bench.close()
    }

    @Test("A network that does not run as it should")
    func network() async throws {
        let bench = try await Bench()
        _ = try await bench.active()
        let reconciler = NetworkReconciler(
            servers: bench.stores.servers, networks: bench.stores.networks, driver: bench.driver, host: Bench.host,
            conditions: NetworkConditions(), clock: LimitedClock(pauses: 0), logger: Bench.silent)
        bench.driver.change { $0.failures = ["ensureNetwork": .failed("no bridge")] }
        await reconciler.reconcile()
        let found = try await Self.findings(bench, conditions: reconciler.conditions)
        #expect(found == ["problem network private"])
        await bench.close()
    }

    @Test("A server in a task that no action works on")
    func lostTask() async throws {
        let bench = try await Bench()
        let id = try await bench.active()
        _ = try await bench.stores.servers.change(id, in: .everything, facets: []) { _ throws(ComputeError) in
            ServerDecision(change: ServerChange { $0.taskState = .set(.deleting) })
        }
        let found = try await Self.findings(bench)
        #expect(found == ["problem lost-task \(id)"])
        let busy = try await Self.findings(bench) { [(server: id.text, reason: nil)] }
        #expect(busy == [])
        await bench.close()
    }

    @Test("Actions that are stuck, or can't be read")
    func stuck() async throws {
        struct Broken: Error {}
        let bench = try await Bench()
        let found = try await Self.findings(bench) { [(server: "s", reason: "unreadable")] }
        #expect(found == ["problem stuck-action s"])
        let broken = try await Self.findings(bench) { throw Broken() }
        #expect(broken == ["problem store node-1"])
        await bench.close()
    }
}
