import CLibvirt
package import FoundationEssentials

/// One guest, as a connection knows it. The handle outlives the guest: calls then throw `.noDomain`.
package final class Domain: Sendable {
    /// libvirt's handles are thread-safe and this one never changes.
    nonisolated(unsafe) let pointer: OpaquePointer

    /// Takes over one reference.
    init(adopting pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        virDomainFree(pointer)
    }

    package func uuid() throws(LibvirtError) -> UUID {
        try takeUUID { virDomainGetUUID(pointer, $0) }
    }

    package func name() throws(LibvirtError) -> String {
        try copyString(virDomainGetName(pointer))
    }

    /// The number of the running instance; nil when this handle was made while the domain didn't run.
    package var id: UInt32? {
        let id = virDomainGetID(pointer)
        return id == UInt32.max ? nil : id
    }

    package func xmlDescription(_ flags: XMLFlags = []) throws(LibvirtError) -> String {
        try takeString(virDomainGetXMLDesc(pointer, flags.rawValue))
    }

    package func isActive() throws(LibvirtError) -> Bool {
        try check(virDomainIsActive(pointer)) == 1
    }

    package func isPersistent() throws(LibvirtError) -> Bool {
        try check(virDomainIsPersistent(pointer)) == 1
    }

    /// Whether the persistent configuration changed since the domain started.
    package func isUpdated() throws(LibvirtError) -> Bool {
        try check(virDomainIsUpdated(pointer)) == 1
    }

    package func autostart() throws(LibvirtError) -> Bool {
        var value: Int32 = 0
        try check(virDomainGetAutostart(pointer, &value))
        return value != 0
    }

    package func setAutostart(_ value: Bool) throws(LibvirtError) {
        try check(virDomainSetAutostart(pointer, value ? 1 : 0))
    }
}
