import Compute
import FoundationEssentials
import Libvirt
import LibvirtXML

/// libvirt forgets which firmware it has chosen for a guest when that goes off. A later one may not understand the
/// variables, so the choice is written into the guest's definition.
extension LibvirtHypervisor {
    /// Nil when none was chosen yet, or the host has it no more.
    func chosenFirmware(of id: ServerID) async throws(HypervisorError) -> ChosenFirmware? {
        let uuid = try id.uuid()
        let xml = try await read(about: id) { connection throws(LibvirtError) in
            try connection.existingDomain(uuid)?.xmlDescription(.inactive)
        }
        guard let xml else { return nil }
        let present: DomainDocument
        do { present = try DomainDocument(xml: xml) } catch { throw HypervisorError(error) }
        guard let chosen = ChosenFirmware(present.os), let path = chosen.loader.path else { return nil }
        return FileManager.default.fileExists(atPath: path) ? chosen : nil
    }
}

extension Domain {
    /// Writes the firmware that the guest runs with into its definition.
    func keepFirmware(_ connection: Connection) throws(LibvirtError) {
        let definition = try xmlDescription(.inactive)
        // Most guests leave libvirt no choice.
        guard definition.contains("firmware='efi'") else { return }
        let live = try xmlDescription()
        guard let kept = try? Self.definition(definition, withFirmwareOf: live) else { return }
        _ = try connection.defineDomain(xml: kept)
    }

    /// Everything else of the definition stays as libvirt wrote it. Nil when it leaves libvirt no choice.
    static func definition(_ text: String, withFirmwareOf live: String) throws -> String? {
        var (definition, live) = (try XMLElement(xml: text), try XMLElement(xml: live))
        guard let index = definition.index(of: "os"), case .element(var os) = definition.content[index],
            let chosen = live.child(named: "os"), os[attribute: "firmware"] != nil,
            let loader = chosen.child(named: "loader"), let nvram = chosen.child(named: "nvram")
        else { return nil }
        os[attribute: "firmware"] = nil
        os.content.removeAll { node in
            guard case .element(let element) = node else { return false }
            return ["firmware", "loader", "nvram"].contains(element.name)
        }
        os.append(loader)
        os.append(nvram)
        definition.content[index] = .element(os)
        if let features = live.child(named: "features"), let place = definition.index(of: "features") {
            definition.content[place] = .element(features)
        }
        return try definition.xml()
    }
}

extension XMLElement {
    fileprivate func index(of name: String) -> Int? {
        content.firstIndex { node in
            if case .element(let element) = node { element.name == name } else { false }
        }
    }
}
