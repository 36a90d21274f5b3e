import CLibvirt
package import FoundationEssentials

package final class NWFilter: Sendable {
    /// libvirt's handles are thread-safe and this one never changes.
    nonisolated(unsafe) let pointer: OpaquePointer

    /// Takes over one reference.
    init(adopting pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        virNWFilterFree(pointer)
    }

    package func uuid() throws(LibvirtError) -> UUID {
        try takeUUID { virNWFilterGetUUID(pointer, $0) }
    }

    package func name() throws(LibvirtError) -> String {
        try copyString(virNWFilterGetName(pointer))
    }

    package func xmlDescription() throws(LibvirtError) -> String {
        try takeString(virNWFilterGetXMLDesc(pointer, 0))
    }

    /// - Throws: `.operationInvalid` while a domain uses it.
    package func undefine() throws(LibvirtError) {
        try check(virNWFilterUndefine(pointer))
    }
}
