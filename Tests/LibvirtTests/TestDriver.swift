import Foundation

@testable import Libvirt

/// A connection to libvirt's in-memory test driver with a host of its own: `test:///default` is one for all.
struct TestDriver {
    let connection: Connection

    init() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "aerie-node-\(UUID()).xml")
        try Data("<node/>".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        connection = try Connection.open("test://\(file.path)", loop: EventLoop())
    }

    func defineDomain(_ name: String = "guest") throws -> Domain {
        try connection.defineDomain(xml: Self.domainXML(name))
    }

    static func domainXML(_ name: String) -> String {
        """
        <domain type='test'><name>\(name)</name><memory>65536</memory><vcpu>2</vcpu><os><type>hvm</type></os>
        <devices><disk type='file'><source file='/guest.img'/><target dev='vda'/></disk>
        <interface type='network'><mac address='52:54:00:00:00:01'/><source network='net'/></interface>
        </devices></domain>
        """
    }

    static let networkXML = """
        <network><name>net</name><bridge name='virbr77'/><ip address='192.168.77.1' netmask='255.255.255.0'>
        <dhcp><range start='192.168.77.2' end='192.168.77.99'/></dhcp></ip></network>
        """
}

/// The error that `body` throws; nil when it throws none.
func libvirtError<Value>(_ body: () throws(LibvirtError) -> Value) -> LibvirtError? {
    do throws(LibvirtError) {
        _ = try body()
        return nil
    } catch {
        return error
    }
}
