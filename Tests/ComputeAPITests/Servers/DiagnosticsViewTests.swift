import APISchema
import Compute
import Testing
import WireJSON

@testable import ComputeAPI

/// Both shapes of a guest's counters, with disks and NICs.
@Suite struct DiagnosticsViewTests {
    private let counters = GuestDiagnostics(
        power: .paused, hypervisor: .kvm, vcpuTimes: [7_000_000_000, nil],
        disks: [
            GuestDiagnostics.Disk(
                device: "vda", readRequests: 1, readBytes: 512, writeRequests: 2, writeBytes: 1024, errors: nil)
        ],
        nics: [
            GuestDiagnostics.NIC(
                device: "tap0", mac: "fa:16:3e:00:00:01",
                received: GuestDiagnostics.Traffic(octets: 10, packets: 1, errors: 0, drop: 0),
                sent: GuestDiagnostics.Traffic(octets: 20, packets: 2, errors: 0, drop: nil))
        ], memoryMaximum: 524_288, memoryUsed: 262_144, memoryStatistics: ["rss": 100, "actual": 524_288])

    @Test("Counters have libvirt's names; unknown ones are left out, unknown disk errors are -1")
    func byName() throws {
        var writer = JSONWriter()
        writer.object { counters.writeByName(to: &$0) }
        #expect(
            try JSONParser.parse(writer.finish()) == [
                "cpu0_time": 7_000_000_000, "vda_read_req": 1, "vda_read": 512, "vda_write_req": 2,
                "vda_write": 1024, "vda_errors": -1, "memory": 524_288, "memory-actual": 524_288, "memory-rss": 100,
                "tap0_rx": 10,
                "tap0_rx_packets": 1, "tap0_rx_errors": 0, "tap0_rx_drop": 0, "tap0_tx": 20, "tap0_tx_packets": 2,
                "tap0_tx_errors": 0,
            ])
    }

    @Test("Counters have one shape, with null for what nobody counts")
    func common() throws {
        var server = ServerRecord(
            id: TestCompute.id(1), number: 1, name: "a", hostname: "a", projectID: TestCompute.project,
            userID: TestCompute.user, flavor: TestCompute.flavor(at: Timestamp(microseconds: 0)).embedded, image: nil,
            createdAt: Timestamp(microseconds: 0), reservationID: "r")
        server.launchedAt = Timestamp(microseconds: 0)
        let view = DiagnosticsView.common.resolved(at: .latest, links: .none) { _ in true }
        var writer = JSONWriter()
        let now = Timestamp(microseconds: 61_500_000)
        view.writeDocument(ServerDiagnostics(server: server, counters: counters, now: now), to: &writer)
        try Sample.expect(try JSONParser.parse(writer.finish()), matches: "diagnostics/2.48/full")
    }
}
