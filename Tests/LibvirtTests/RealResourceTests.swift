import Foundation
import Testing

@testable import Libvirt

@Suite(.enabled(if: RealHost.isThere), .timeLimit(.minutes(20))) struct RealResourceTests {
    /// A pool in a directory of its own, and what removes both.
    private static func makePool(_ connection: Connection) throws -> (StoragePool, () -> Void) {
        let directory = FileManager.default.temporaryDirectory.appending(path: "aerie-pool-\(UUID())")
        let pool = try connection.createPool(
            xml: """
                <pool type='dir'><name>\(directory.lastPathComponent)</name>
                <target><path>\(directory.path)</path></target></pool>
                """, [.build])
        return (
            pool,
            {
                try? pool.destroy()
                try? FileManager.default.removeItem(at: directory)
            }
        )
    }

    @Test func `What is uploaded to a volume is what is downloaded`() throws {
        let connection = try RealHost.connect()
        let (pool, remove) = try Self.makePool(connection)
        defer { remove() }
        let volume = try pool.createVolume(
            xml: "<volume><name>disk</name><capacity unit='bytes'>1000000</capacity></volume>")
        let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var chunks = [Array(bytes[..<300_000]), Array(bytes[300_000...])]
        try volume.upload(through: connection.stream()) { chunks.isEmpty ? nil : chunks.removeFirst() }
        var back: [UInt8] = []
        try volume.download(through: connection.stream()) { back += $0 }
        #expect(back == bytes)
        let twice = libvirtError { () throws(LibvirtError) in
            try pool.createVolume(xml: "<volume><name>disk</name><capacity>1</capacity></volume>")
        }
        #expect(twice?.code == .storageVolExist)
        try volume.resize(to: 2_000_000)
        #expect(try volume.info().capacity == 2_000_000)
        #expect(try volume.info(physical: true).allocation == 2_000_000)
        try volume.delete()
    }

    @Test func `An upload whose source fails is aborted with the source's error`() throws {
        let connection = try RealHost.connect()
        let (pool, remove) = try Self.makePool(connection)
        defer { remove() }
        let volume = try pool.createVolume(
            xml: "<volume><name>disk</name><capacity unit='bytes'>4096</capacity></volume>")
        let wanted = LibvirtError(.readFailed, message: "the source broke")
        let error = libvirtError { () throws(LibvirtError) in
            try volume.upload(through: try connection.stream()) { () throws(LibvirtError) in throw wanted }
        }
        #expect(error == wanted)
        try volume.delete()
    }

    @Test func `A filter is defined, found and removed`() throws {
        let connection = try RealHost.connect()
        let name = "aerie-\(UUID().uuidString.lowercased())"
        let filter = try connection.defineFilter(
            xml: "<filter name='\(name)' chain='root'><rule action='drop' direction='out'><all/></rule></filter>")
        #expect(try connection.filter(uuid: filter.uuid()).name() == name)
        #expect(try filter.xmlDescription().contains("drop"))
        try filter.undefine()
        #expect(libvirtError { () throws(LibvirtError) in try connection.filter(name: name) }?.code == .noNWFilter)
    }

    @Test func `A running network takes DHCP reservations without a restart`() throws {
        let connection = try RealHost.connect()
        let suffix = UUID().uuidString.prefix(8).lowercased()
        let network = try connection.createNetwork(
            xml: """
                <network><name>aerie-\(suffix)</name><bridge name='ae\(suffix)'/>
                <ip address='10.213.77.1' netmask='255.255.255.0'>
                <dhcp><range start='10.213.77.2' end='10.213.77.99'/></dhcp></ip></network>
                """)
        defer { try? network.destroy() }
        let host = "<host mac='52:54:00:aa:bb:cc' ip='10.213.77.5'/>"
        try network.updateDHCPHost(.addLast, xml: host, [.live])
        #expect(try network.xmlDescription().contains("10.213.77.5"))
        #expect(try network.dhcpLeases().isEmpty)
        try network.updateDHCPHost(.delete, xml: host, [.live])
        #expect(try !network.xmlDescription().contains("10.213.77.5"))
        #expect(try network.isActive())
    }
}
