import CLibvirt
import Glibc

/// libvirt without anything between: what every figure about guests is held against.
final class RawLibvirt {
    let connection: OpaquePointer

    init(uri: String = "qemu:///system") throws {
        virSetErrorFunc(nil) { _, _ in }  // libvirt would print what is thrown here anyway
        guard let connection = virConnectOpen(uri) else { throw Self.failure("connecting to \(uri)") }
        self.connection = connection
    }

    deinit { virConnectClose(connection) }

    /// One guest; holds one reference to libvirt's object.
    final class Guest {
        let pointer: OpaquePointer

        init(adopting pointer: OpaquePointer) {
            self.pointer = pointer
        }

        deinit { virDomainFree(pointer) }
    }

    var version: String {
        var number: UInt = 0
        virConnectGetLibVersion(connection, &number)
        return "\(number / 1_000_000).\(number / 1000 % 1000).\(number % 1000)"
    }

    func guest(uuid: String) throws -> Guest {
        guard let pointer = virDomainLookupByUUIDString(connection, uuid) else { throw Self.failure("finding \(uuid)") }
        return Guest(adopting: pointer)
    }

    /// The document that would start the guest again as it is.
    func inactiveXML(of guest: Guest) throws -> String {
        guard let text = virDomainGetXMLDesc(guest.pointer, VIR_DOMAIN_XML_INACTIVE.rawValue) else {
            throw Self.failure("reading the domain's document")
        }
        defer { free(text) }
        return String(cString: text)
    }

    func create(_ xml: String) throws -> Guest {
        guard let pointer = virDomainCreateXML(connection, xml, 0) else { throw Self.failure("starting the domain") }
        return Guest(adopting: pointer)
    }

    func destroy(_ guest: Guest) throws {
        guard virDomainDestroy(guest.pointer) == 0 else { throw Self.failure("destroying the domain") }
    }

    /// The same groups of statistics that diagnostics are made from.
    func statistics(of guest: Guest) throws {
        let groups = [
            VIR_DOMAIN_STATS_STATE, VIR_DOMAIN_STATS_BALLOON, VIR_DOMAIN_STATS_VCPU, VIR_DOMAIN_STATS_INTERFACE,
            VIR_DOMAIN_STATS_BLOCK,
        ].reduce(UInt32(0)) { $0 | UInt32($1.rawValue) }
        var records: UnsafeMutablePointer<virDomainStatsRecordPtr?>?
        var guests: [OpaquePointer?] = [guest.pointer, nil]
        guard virDomainListGetStats(&guests, groups, &records, 0) >= 0 else { throw Self.failure("reading statistics") }
        virDomainStatsRecordListFree(records)
    }

    static func failure(_ task: String) -> BenchmarkError {
        let reason = virGetLastError().flatMap { $0.pointee.message }.map { String(cString: $0) } ?? "no reason given"
        return BenchmarkError("\(task) failed: \(reason)")
    }
}

// MARK: Cleaning up

extension RawLibvirt {
    /// Takes away every domain that has a file below `directory`, and every network whose address begins with `range`.
    func removeEverything(below directory: String, range: String) {
        for pointer in list(virConnectListAllDomains)
        where text(virDomainGetXMLDesc(pointer, 0)).contains(directory + "/") {
            if virDomainIsActive(pointer) == 1 { virDomainDestroy(pointer) }
            if virDomainIsPersistent(pointer) == 1 {
                virDomainUndefineFlags(pointer, VIR_DOMAIN_UNDEFINE_NVRAM.rawValue)
            }
            virDomainFree(pointer)
        }
        for pointer in list(virConnectListAllNetworks)
        where text(virNetworkGetXMLDesc(pointer, 0)).contains("address='\(range).") {
            let bridge = text(virNetworkGetBridgeName(pointer))
            if virNetworkIsActive(pointer) == 1 { virNetworkDestroy(pointer) }
            if virNetworkIsPersistent(pointer) == 1 { virNetworkUndefine(pointer) }
            // What leads that network's guests to their metadata; aeried itself leaves it, as guests outlive it.
            if !bridge.isEmpty { _ = try? Command.run("/usr/sbin/nft", ["delete", "table", "ip", bridge]) }
            virNetworkFree(pointer)
        }
    }

    private typealias Lister = (
        OpaquePointer?, UnsafeMutablePointer<UnsafeMutablePointer<OpaquePointer?>?>?, UInt32
    ) -> Int32

    private func list(_ call: Lister) -> [OpaquePointer] {
        var items: UnsafeMutablePointer<OpaquePointer?>?
        let count = call(connection, &items, 0)
        defer { free(items) }
        guard count > 0, let items else { return [] }
        return (0..<Int(count)).compactMap { items[$0] }
    }

    private func text(_ pointer: UnsafeMutablePointer<CChar>?) -> String {
        guard let pointer else { return "" }
        defer { free(pointer) }
        return String(cString: pointer)
    }
}
