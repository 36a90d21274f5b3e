import CLibvirt
package import FoundationEssentials

extension Connection {
    /// Which domains to list: within a pair such as active and inactive either or both; empty is all.
    package struct DomainFilter: LibvirtFlags {
        package let rawValue: UInt32

        package init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        package static let active = Self(VIR_CONNECT_LIST_DOMAINS_ACTIVE)
        package static let inactive = Self(VIR_CONNECT_LIST_DOMAINS_INACTIVE)
        package static let persistent = Self(VIR_CONNECT_LIST_DOMAINS_PERSISTENT)
        package static let transient = Self(VIR_CONNECT_LIST_DOMAINS_TRANSIENT)
        package static let running = Self(VIR_CONNECT_LIST_DOMAINS_RUNNING)
        package static let paused = Self(VIR_CONNECT_LIST_DOMAINS_PAUSED)
        package static let shutOff = Self(VIR_CONNECT_LIST_DOMAINS_SHUTOFF)
        package static let otherState = Self(VIR_CONNECT_LIST_DOMAINS_OTHER)
        package static let withManagedSave = Self(VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE)
        package static let withoutManagedSave = Self(VIR_CONNECT_LIST_DOMAINS_NO_MANAGEDSAVE)
        package static let autostarted = Self(VIR_CONNECT_LIST_DOMAINS_AUTOSTART)
        package static let notAutostarted = Self(VIR_CONNECT_LIST_DOMAINS_NO_AUTOSTART)
    }

    package struct DefineFlags: LibvirtFlags {
        package let rawValue: UInt32

        package init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        /// Checks the document against libvirt's schema first. Every kind of definition gives this bit the same value.
        package static let validate = Self(VIR_DOMAIN_DEFINE_VALIDATE)
    }

    package func domains(_ filter: DomainFilter = []) throws(LibvirtError) -> [Domain] {
        try takeHandles(adopting: Domain.init(adopting:)) { virConnectListAllDomains(pointer, $0, filter.rawValue) }
    }

    /// - Throws: `.noDomain` when there is none.
    package func domain(uuid: UUID) throws(LibvirtError) -> Domain {
        Domain(adopting: try check(withBytes(of: uuid) { virDomainLookupByUUID(pointer, $0) }))
    }

    /// - Throws: `.noDomain` when there is none.
    package func domain(name: String) throws(LibvirtError) -> Domain {
        Domain(adopting: try check(virDomainLookupByName(pointer, name)))
    }

    /// Writes the persistent configuration; a domain with the same name and UUID is changed, from its next start on.
    package func defineDomain(xml: String, _ flags: DefineFlags = []) throws(LibvirtError) -> Domain {
        Domain(adopting: try check(virDomainDefineXMLFlags(pointer, xml, flags.rawValue)))
    }

    /// Starts a transient domain, which is gone when it stops.
    package func createDomain(xml: String, _ flags: Domain.CreateFlags = []) throws(LibvirtError) -> Domain {
        Domain(adopting: try check(virDomainCreateXML(pointer, xml, flags.rawValue)))
    }
}
