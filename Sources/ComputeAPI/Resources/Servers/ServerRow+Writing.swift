import APISchema
import Compute
import WireJSON

// The parts of a server that are objects or lists themselves.
extension ServerRow {
    /// Nil unless the server's status shows it.
    var fault: ServerFault? { server.status.showsFault ? server.fault : nil }

    func writeFault(to writer: inout JSONWriter) {
        guard let fault else { return }
        writer.field("code", fault.code)
        writer.key("created")
        writer.time(microseconds: fault.createdAt.microseconds)
        writer.field("message", fault.message)
        if page.grants.isAdmin || fault.code != 500 { writer.field("details", fault.details) }
    }

    func writeFlavor(to writer: inout JSONWriter) {
        let flavor = server.flavor
        writer.field("vcpus", flavor.vcpus)
        writer.field("ram", flavor.ram)
        writer.field("disk", flavor.disk)
        writer.field("ephemeral", flavor.ephemeral)
        writer.field("swap", flavor.swap)
        writer.field("original_name", flavor.name)
        if page.grants.flavorExtraSpecs { writer.field("extra_specs", flavor.extraSpecs) }
    }

    /// An empty text when the server has no image.
    func writeImage(to writer: inout JSONWriter, _ links: LinkBase, withProperties: Bool) {
        guard let image = server.image else { return writer.string("") }
        writer.object { writer in
            writer.field("id", image.id.text)
            writer.key("links")
            links.writeBookmark("images", image.id.text, to: &writer)
            if withProperties { writer.field("properties", image.knownProperties) }
        }
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

extension ServerImage {
    /// Those that mean something to the compute service; an image may carry others for its own purposes.
    var knownProperties: [String: String] {
        properties.filter { key, _ in Self.knownPrefixes.contains(where: key.hasPrefix) }
    }

    private static let knownPrefixes = ["hw_", "img_", "os_", "trait:", "traits_required", "cinder_encryption_"]
}
