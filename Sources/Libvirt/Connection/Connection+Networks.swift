import CLibvirt
package import FoundationEssentials

extension Connection {
    package func networks(_ filter: Network.Filter = []) throws(LibvirtError) -> [Network] {
        try takeHandles(adopting: Network.init(adopting:)) { virConnectListAllNetworks(pointer, $0, filter.rawValue) }
    }

    /// - Throws: `.noNetwork` when there is none.
    package func network(name: String) throws(LibvirtError) -> Network {
        Network(adopting: try check(virNetworkLookupByName(pointer, name)))
    }

    /// - Throws: `.noNetwork` when there is none.
    package func network(uuid: UUID) throws(LibvirtError) -> Network {
        Network(adopting: try check(withBytes(of: uuid) { virNetworkLookupByUUID(pointer, $0) }))
    }

    package func defineNetwork(xml: String, _ flags: DefineFlags = []) throws(LibvirtError) -> Network {
        Network(adopting: try check(virNetworkDefineXMLFlags(pointer, xml, flags.rawValue)))
    }

    /// Starts a transient network.
    package func createNetwork(xml: String, _ flags: DefineFlags = []) throws(LibvirtError) -> Network {
        Network(adopting: try check(virNetworkCreateXMLFlags(pointer, xml, flags.rawValue)))
    }

    package func filters() throws(LibvirtError) -> [NWFilter] {
        try takeHandles(adopting: NWFilter.init(adopting:)) { virConnectListAllNWFilters(pointer, $0, 0) }
    }

    /// - Throws: `.noNWFilter` when there is none.
    package func filter(name: String) throws(LibvirtError) -> NWFilter {
        NWFilter(adopting: try check(virNWFilterLookupByName(pointer, name)))
    }

    /// - Throws: `.noNWFilter` when there is none.
    package func filter(uuid: UUID) throws(LibvirtError) -> NWFilter {
        NWFilter(adopting: try check(withBytes(of: uuid) { virNWFilterLookupByUUID(pointer, $0) }))
    }

    /// Defines a filter, or replaces the one of this name and UUID: domains that use it get the new rules at once.
    package func defineFilter(xml: String, _ flags: DefineFlags = []) throws(LibvirtError) -> NWFilter {
        NWFilter(adopting: try check(virNWFilterDefineXMLFlags(pointer, xml, flags.rawValue)))
    }
}
