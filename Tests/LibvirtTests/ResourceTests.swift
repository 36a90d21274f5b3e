import Foundation
import Testing

@testable import Libvirt

@Suite(.timeLimit(.minutes(20))) struct ResourceTests {
    @Test func `A network is defined, started, found and removed`() throws {
        let connection = try TestDriver().connection
        let network = try connection.defineNetwork(xml: TestDriver.networkXML)
        #expect(try !network.isActive())
        try network.create()
        try network.setAutostart(true)
        #expect(try network.isActive() && network.isPersistent() && network.autostart())
        #expect(try network.bridgeName() == "virbr77")
        #expect(try connection.network(uuid: network.uuid()).name() == "net")
        #expect(try connection.networks([.active]).count == 1)
        try network.destroy()
        try network.undefine()
        #expect(try connection.networks().isEmpty)
    }

    @Test func `A DHCP reservation is added, changed and deleted in place`() throws {
        let network = try TestDriver().connection.defineNetwork(xml: TestDriver.networkXML)
        try network.create()
        try network.updateDHCPHost(.addLast, xml: Self.host("192.168.77.5"), [.live])
        #expect(try network.xmlDescription().contains("192.168.77.5"))
        try network.updateDHCPHost(.modify, xml: Self.host("192.168.77.6"), [.live])
        #expect(try network.xmlDescription().contains("192.168.77.6"))
        #expect(
            libvirtError { () throws(LibvirtError) in
                try network.updateDHCPHost(.addLast, xml: Self.host("192.168.77.6"), [.live])
            }?.code == .operationInvalid)
        try network.updateDHCPHost(.delete, xml: Self.host("192.168.77.6"), [.live])
        #expect(try !network.xmlDescription().contains("192.168.77.6"))
    }

    private static func host(_ address: String) -> String {
        "<host mac='52:54:00:00:00:02' ip='\(address)'/>"
    }

    @Test func `A pool is built and started, and its volumes made, found, resized and deleted`() throws {
        let connection = try TestDriver().connection
        let pool = try connection.definePool(
            xml: "<pool type='dir'><name>pool</name><target><path>/pool</path></target></pool>")
        try pool.build()
        try pool.create()
        try pool.refresh()
        #expect(try pool.info().state == .running)
        #expect(try pool.info().capacity > 0)
        let xml = "<volume><name>disk</name><capacity unit='bytes'>1048576</capacity></volume>"
        let volume = try pool.createVolume(xml: xml)
        #expect(try volume.path() == "/pool/disk")
        #expect(try volume.info().capacity == 1_048_576)
        #expect(try connection.volume(path: "/pool/disk").name() == "disk")
        #expect(try pool.volumes().count == 1)
        try volume.delete()
        #expect(libvirtError { () throws(LibvirtError) in try pool.volume(name: "disk") }?.code == .noStorageVol)
        try pool.destroy()
        try pool.undefine()
        #expect(try connection.pools().isEmpty)
    }
}
