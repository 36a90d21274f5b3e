package import Compute
import Libvirt
import LibvirtXML

extension LibvirtHypervisor: ConsoleDriver {
    package func consoles(of id: ServerID) async throws(HypervisorError) -> GuestConsoles? {
        let uuid = try id.uuid()
        let xml = try await read(about: id) { connection throws(LibvirtError) -> String? in
            guard let domain = try connection.existingDomain(uuid), try domain.isActive() else { return nil }
            return try domain.xmlDescription()
        }
        guard let xml else { return nil }
        do { return GuestConsoles(try DomainDocument(xml: xml)) } catch { throw HypervisorError(error) }
    }
}

extension GuestConsoles {
    /// Nil for the document of a domain that doesn't run.
    init?(_ document: DomainDocument) {
        guard let run = document.id else { return nil }
        self.init(
            run: run, vnc: document.devices.address(of: .vnc), spice: document.devices.address(of: .spice),
            terminal: document.devices.serials.first?.terminal)
    }
}

extension ConsoleAddress {
    fileprivate init?(_ graphics: DomainGraphics) {
        guard let port = graphics.port, port > 0 else { return nil }
        let listen = graphics.listen ?? graphics.listens.lazy.compactMap(\.address).first ?? "127.0.0.1"
        // What listens everywhere is nearest on loopback.
        let host = listen == "0.0.0.0" ? "127.0.0.1" : listen == "::" ? "::1" : listen
        self.init(host: host, port: port)
    }
}

extension DomainDevices {
    fileprivate func address(of kind: DomainGraphics.Kind) -> ConsoleAddress? {
        graphics.lazy.filter { $0.type == kind }.compactMap(ConsoleAddress.init).first
    }
}

extension DomainCharacterDevice {
    /// libvirt names it once the guest runs.
    fileprivate var terminal: String? {
        guard case .pty(let path?) = source else { return nil }
        return path
    }
}
