import Foundation
import Testing

@testable import Libvirt

@Suite(.enabled(if: RealHost.isThere), .timeLimit(.minutes(20))) struct RealHostTests {
    @Test func `A real guest starts, pauses, is saved and restored`() throws {
        let connection = try RealHost.connect()
        let guest = try TickingGuest(on: connection)
        try guest.domain.suspend()
        #expect(try guest.domain.state() == .init(state: .paused, reason: .pausedByUser))
        try guest.domain.resume()
        try guest.domain.managedSave()
        #expect(try guest.domain.state().reason == .shutOffSaved)
        try guest.domain.create()
        #expect(try guest.domain.state() == .init(state: .running, reason: .runningRestored))
        #expect(try guest.domain.jobStatistics().kind == .none)
    }

    @Test func `A console stream carries what the guest prints`() throws {
        let connection = try RealHost.connect()
        let guest = try TickingGuest(on: connection)
        let stream = try connection.stream()
        try guest.domain.openConsole(through: stream, [.force])
        var text: [UInt8] = []
        while text.count(where: { $0 == UInt8(ascii: ".") }) < 3 { text += try stream.receive() ?? [] }
        try stream.abort()
    }

    @Test func `A real guest tells its figures`() throws {
        let connection = try RealHost.connect()
        let guest = try TickingGuest(on: connection)
        #expect(try guest.domain.blockStatistics("vda").writeRequests == 0)
        #expect(try guest.domain.blockInfo("vda").capacity == 1024 * 1024)
        #expect(try guest.domain.memoryStatistics()[.actualBalloon] == 16 * 1024)
        #expect(try guest.domain.vcpus().count == 1)
        #expect(try guest.domain.jobInfo().kind == .none)
        let all = try connection.domainStatistics([], [.running, .noWait])
        let mine = try #require(try all.first { try $0.uuid == guest.domain.uuid() })
        #expect(mine.parameters.unsigned("balloon.current") == 16 * 1024)
        #expect(mine.parameters.text("block.0.name") == "vda")
    }

    @Test func `Without an agent in the guest its calls fail as unresponsive`() throws {
        let guest = try TickingGuest(on: RealHost.connect())
        let error = libvirtError { () throws(LibvirtError) in
            try guest.domain.agentCommand(#"{"execute":"guest-ping"}"#, timeout: .seconds(1))
        }
        #expect(error?.code == .agentUnresponsive)
    }

    @Test func `A device attached live is told by an event`() async throws {
        let connection = try RealHost.connect()
        var events = try connection.events().makeAsyncIterator()
        let guest = try TickingGuest(on: connection)
        try guest.domain.attachDevice(
            xml: "<rng model='virtio'><backend model='random'>/dev/urandom</backend><alias name='ua-rng'/></rng>",
            [.live])
        let event = try await events.next {
            try $0.uuid == guest.domain.uuid() && $0.change == .deviceAdded(alias: "ua-rng")
        }
        #expect(event?.name == guest.name)
        #expect(try guest.domain.xmlDescription().contains("ua-rng"))
    }

    @Test func `A QEMU that hangs delays its own calls only, up to their deadline`() async throws {
        let connection = try RealHost.connect()
        let (hung, other) = (try TickingGuest(on: connection), try TickingGuest(on: connection))
        let managed = ManagedConnection(.init(uri: "qemu:///system"), loop: try EventLoop(), lanes: Lanes())
        let running = Task { await managed.run() }
        await managed.waitForConnection()
        try hung.hangProcess()
        let uuid = try hung.domain.uuid()
        let (returned, returns) = AsyncStream.makeStream(of: Void.self)
        // As many as may wait for one guest hang with it, and have to begin in time; the others wait behind them and never
        // begin. All are over before the 30 seconds after which libvirt itself gives up the second call.
        let hanging = Array(repeating: (LibvirtError.Code.operationTimeout, Duration.seconds(5)), count: 2)
        let waiting = Array(repeating: (LibvirtError.Code.resourceBusy, Duration.seconds(1)), count: 4)
        for (code, limit) in hanging + waiting {
            let error = await managed.error(on: .domain(uuid), within: limit) {
                connection throws(LibvirtError) in
                defer { returns.yield() }
                return try connection.domain(uuid: uuid).memoryStatistics()
            }
            #expect(error?.code == code)
        }
        let name = other.name
        let statistics = try await managed.run(within: .seconds(300)) { connection throws(LibvirtError) in
            try connection.domain(name: name).memoryStatistics()
        }
        #expect(statistics[.actualBalloon] == 16 * 1024)
        #expect(managed.lanes.counts.overdue == 2)
        hung.resumeProcess()
        var left = 2
        for await _ in returned {
            left -= 1
            if left == 0 { break }
        }
        running.cancel()
        await running.value
    }

    @Test func `The host's capabilities name what KVM guests can have`() throws {
        let connection = try RealHost.connect()
        #expect(try connection.type() == "QEMU")
        #expect(try connection.domainCapabilitiesXML(virtType: "kvm").contains("<domainCapabilities>"))
        #expect(try connection.cpuModelNames(architecture: "x86_64").contains("kvm64"))
        #expect(try connection.cpuStatistics()["idle"] != nil)
        #expect(try connection.memoryStatistics()["total"] != nil)
        let kvm64 = "<cpu><arch>x86_64</arch><model>kvm64</model></cpu>"
        #expect(try connection.baselineCPU(xml: [kvm64, kvm64]).contains("kvm64"))
    }
}
