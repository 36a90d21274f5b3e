import CLibvirt
package import FoundationEssentials

package final class StoragePool: Sendable {
    /// libvirt's handles are thread-safe and this one never changes.
    nonisolated(unsafe) let pointer: OpaquePointer

    /// Takes over one reference.
    init(adopting pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        virStoragePoolFree(pointer)
    }

    package func uuid() throws(LibvirtError) -> UUID {
        try takeUUID { virStoragePoolGetUUID(pointer, $0) }
    }

    package func name() throws(LibvirtError) -> String {
        try copyString(virStoragePoolGetName(pointer))
    }

    /// - Parameter inactive: the persistent document instead of the running one.
    package func xmlDescription(inactive: Bool = false) throws(LibvirtError) -> String {
        try takeString(virStoragePoolGetXMLDesc(pointer, inactive ? VIR_STORAGE_XML_INACTIVE.rawValue : 0))
    }

    /// As of the last refresh.
    package func info() throws(LibvirtError) -> Info {
        var info = virStoragePoolInfo()
        try check(virStoragePoolGetInfo(pointer, &info))
        return Info(
            state: State(rawValue: info.state), capacity: info.capacity, allocation: info.allocation,
            available: info.available)
    }

    package func isActive() throws(LibvirtError) -> Bool {
        try check(virStoragePoolIsActive(pointer)) == 1
    }

    package func isPersistent() throws(LibvirtError) -> Bool {
        try check(virStoragePoolIsPersistent(pointer)) == 1
    }

    package func autostart() throws(LibvirtError) -> Bool {
        var value: Int32 = 0
        try check(virStoragePoolGetAutostart(pointer, &value))
        return value != 0
    }

    package func setAutostart(_ value: Bool) throws(LibvirtError) {
        try check(virStoragePoolSetAutostart(pointer, value ? 1 : 0))
    }

    /// Makes what the pool stands on, such as its directory.
    package func build(_ flags: BuildFlags = []) throws(LibvirtError) {
        try check(virStoragePoolBuild(pointer, flags.rawValue))
    }

    /// Starts a defined pool.
    package func create(_ flags: CreateFlags = []) throws(LibvirtError) {
        try check(virStoragePoolCreate(pointer, flags.rawValue))
    }

    /// Stops the pool; what is stored stays.
    package func destroy() throws(LibvirtError) {
        try check(virStoragePoolDestroy(pointer))
    }

    package func undefine() throws(LibvirtError) {
        try check(virStoragePoolUndefine(pointer))
    }

    /// Looks at the storage again: files that others made or removed are seen only then.
    package func refresh() throws(LibvirtError) {
        try check(virStoragePoolRefresh(pointer, 0))
    }

    package func volumes() throws(LibvirtError) -> [StorageVolume] {
        try takeHandles(adopting: StorageVolume.init(adopting:)) { virStoragePoolListAllVolumes(pointer, $0, 0) }
    }

    /// - Throws: `.noStorageVol` when there is none.
    package func volume(name: String) throws(LibvirtError) -> StorageVolume {
        StorageVolume(adopting: try check(virStorageVolLookupByName(pointer, name)))
    }

    /// - Throws: `.storageVolExist` when one has this name.
    package func createVolume(
        xml: String, _ flags: StorageVolume.CreateFlags = []
    ) throws(LibvirtError) -> StorageVolume {
        StorageVolume(adopting: try check(virStorageVolCreateXML(pointer, xml, flags.rawValue)))
    }
}
