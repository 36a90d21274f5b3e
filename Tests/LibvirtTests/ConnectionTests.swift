import CLibvirt
import Foundation
import Testing

@testable import Libvirt

@Suite(.timeLimit(.minutes(20))) struct ConnectionTests {
    @Test func `test:///default has its one running domain`() throws {
        let connection = try Connection.open("test:///default", loop: EventLoop())
        let domain = try connection.domain(name: "test")
        #expect(try domain.isActive())
        #expect(domain.id == 1)
        #expect(try connection.domain(uuid: domain.uuid()).name() == "test")
    }

    @Test func `A URI that no driver takes gives libvirt's code, domain, level and message`() throws {
        let loop = try EventLoop()
        let error = libvirtError { () throws(LibvirtError) in try Connection.open("nothing:///there", loop: loop) }
        #expect(error?.code == .noConnect)
        #expect(error?.domain == LibvirtError.Domain.none)
        #expect(error?.level == .error)
        #expect(error?.message.contains("nothing:///there") == true)
    }

    @Test func `A lookup of what isn't there throws the code of its kind`() throws {
        let connection = try TestDriver().connection
        #expect(libvirtError { () throws(LibvirtError) in try connection.domain(name: "a") }?.code == .noDomain)
        #expect(libvirtError { () throws(LibvirtError) in try connection.domain(uuid: UUID()) }?.code == .noDomain)
        #expect(libvirtError { () throws(LibvirtError) in try connection.network(name: "a") }?.code == .noNetwork)
        #expect(libvirtError { () throws(LibvirtError) in try connection.pool(name: "a") }?.code == .noStoragePool)
        #expect(libvirtError { () throws(LibvirtError) in try connection.volume(path: "/a") }?.code == .noStorageVol)
    }

    @Test func `The host describes itself`() throws {
        let connection = try Connection.open("test:///default", loop: EventLoop())
        #expect(try connection.type() == "TEST")
        #expect(try !connection.hostname().isEmpty)
        #expect(try connection.uri().hasPrefix("test://"))
        #expect(try connection.libvirtVersion() >= Version(number: 9_000_000))
        #expect(try connection.hypervisorVersion().number > 0)
        #expect(try connection.capabilitiesXML().contains("<capabilities>"))
        let info = try connection.nodeInfo()
        #expect(info.cpus > 0 && info.memoryKiB > 0 && info.threadsPerCore > 0)
        #expect(try connection.freeMemory() > 0)
        let map = try connection.cpuMap()
        #expect(map.online.count <= map.count && !map.online.isEmpty)
        #expect(connection.isAlive)
    }

    @Test func `A version splits into its parts`() {
        let version = Version(number: 9_001_002)
        #expect((version.major, version.minor, version.release) == (9, 1, 2))
        #expect(version.description == "9.1.2")
    }

    @Test func `A connection gives back every reference, its callbacks' and its handles' too`() throws {
        let pointer = try #require(virConnectOpen("test:///default"))
        #expect(virConnectRef(pointer) == 0)
        try useEverything(Connection(adopting: pointer, loop: EventLoop()))
        #expect(virConnectClose(pointer) == 0)
    }

    private func useEverything(_ connection: Connection) throws {
        _ = try connection.events()
        _ = try connection.closeReasons()
        let domains = try connection.domains()
        _ = try connection.networks()
        for pool in try connection.pools() { _ = try pool.volumes() }
        _ = try connection.domainStatistics(of: domains, [.state])
        _ = try connection.domainStatistics([])
        _ = try connection.stream()
    }

    @Test func `The streams of a connection end when it goes`() async throws {
        let streams = try dropConnection()
        for await _ in streams.0 {}
        for await _ in streams.1 {}
    }

    private func dropConnection() throws -> (EventStream, AsyncStream<CloseReason>) {
        let connection = try TestDriver().connection
        return (try connection.events(), try connection.closeReasons())
    }
}
