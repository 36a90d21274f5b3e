import Compute
import WireJSON

// The parts of a server that are objects or lists themselves.
extension ServerRow {
    /// AUTO or MANUAL.
    var diskConfig: String { server.automaticDiskConfig ? "AUTO" : "MANUAL" }

    var showsFault: Bool { status.showsFault && server.fault != nil }

    func writeFault(to writer: inout JSONWriter) {
        guard let fault = server.fault else { return }
        writer.field("code", fault.code)
        writer.key("created")
        writer.time(microseconds: fault.createdAt.microseconds)
        writer.field("message", fault.message)
        if page.grants.isAdmin || fault.code != 500 { writer.field("details", fault.details) }
    }

    /// Nothing while the server is built: its addresses are not settled then.
    func writeAddresses(to writer: inout JSONWriter, detailed: Bool) {
        guard server.vmState != .building else { return }
        server.nics.writeAddresses(to: &writer, detailed: detailed)
    }

    var hasSecurityGroups: Bool { server.nics.contains { !$0.securityGroups.isEmpty } }

    func writeSecurityGroups(to writer: inout JSONWriter) {
        for nic in server.nics {
            for group in nic.securityGroups {
                writer.object { $0.field("name", group) }
            }
        }
    }
}

extension [ServerNIC] {
    /// Members of an object: network labels in the order of their first NIC, with all addresses of that label.
    /// - Parameter detailed: with type and MAC address.
    func writeAddresses(to writer: inout JSONWriter, detailed: Bool) {
        for (index, nic) in enumerated() {
            guard !self[..<index].contains(where: { $0.label == nic.label }) else { continue }
            writer.key(escaping: nic.label)
            self[index...].writeAddresses(labelled: nic.label, to: &writer, detailed: detailed)
        }
    }
}

extension RandomAccessCollection<ServerNIC> {
    /// The list of addresses of one label.
    func writeAddresses(labelled label: String, to writer: inout JSONWriter, detailed: Bool) {
        writer.array { writer in
            for nic in self where nic.label == label {
                for address in nic.addresses {
                    writer.object { writer in
                        writer.field("version", address.utf8.contains(UInt8(ascii: ":")) ? 6 : 4)
                        writer.field("addr", address)
                        guard detailed else { return }
                        writer.field("OS-EXT-IPS:type", "fixed")
                        writer.field("OS-EXT-IPS-MAC:mac_addr", nic.mac)
                    }
                }
            }
        }
    }
}
