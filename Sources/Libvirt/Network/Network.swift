import CLibvirt
package import FoundationEssentials

package final class Network: Sendable {
    /// libvirt's handles are thread-safe and this one never changes.
    nonisolated(unsafe) let pointer: OpaquePointer

    /// Takes over one reference.
    init(adopting pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        virNetworkFree(pointer)
    }

    package struct Filter: LibvirtFlags {
        package let rawValue: UInt32

        package init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        package static let active = Self(VIR_CONNECT_LIST_NETWORKS_ACTIVE)
        package static let inactive = Self(VIR_CONNECT_LIST_NETWORKS_INACTIVE)
        package static let persistent = Self(VIR_CONNECT_LIST_NETWORKS_PERSISTENT)
        package static let transient = Self(VIR_CONNECT_LIST_NETWORKS_TRANSIENT)
        package static let autostarted = Self(VIR_CONNECT_LIST_NETWORKS_AUTOSTART)
        package static let notAutostarted = Self(VIR_CONNECT_LIST_NETWORKS_NO_AUTOSTART)
    }

    package func uuid() throws(LibvirtError) -> UUID {
        try takeUUID { virNetworkGetUUID(pointer, $0) }
    }

    package func name() throws(LibvirtError) -> String {
        try copyString(virNetworkGetName(pointer))
    }

    /// - Parameter inactive: the persistent document instead of the running one.
    package func xmlDescription(inactive: Bool = false) throws(LibvirtError) -> String {
        try takeString(virNetworkGetXMLDesc(pointer, inactive ? VIR_NETWORK_XML_INACTIVE.rawValue : 0))
    }

    package func bridgeName() throws(LibvirtError) -> String {
        try takeString(virNetworkGetBridgeName(pointer))
    }

    package func isActive() throws(LibvirtError) -> Bool {
        try check(virNetworkIsActive(pointer)) == 1
    }

    package func isPersistent() throws(LibvirtError) -> Bool {
        try check(virNetworkIsPersistent(pointer)) == 1
    }

    package func autostart() throws(LibvirtError) -> Bool {
        var value: Int32 = 0
        try check(virNetworkGetAutostart(pointer, &value))
        return value != 0
    }

    package func setAutostart(_ value: Bool) throws(LibvirtError) {
        try check(virNetworkSetAutostart(pointer, value ? 1 : 0))
    }

    /// Starts a defined network.
    package func create() throws(LibvirtError) {
        try check(virNetworkCreate(pointer))
    }

    package func destroy() throws(LibvirtError) {
        try check(virNetworkDestroy(pointer))
    }

    package func undefine() throws(LibvirtError) {
        try check(virNetworkUndefine(pointer))
    }
}
