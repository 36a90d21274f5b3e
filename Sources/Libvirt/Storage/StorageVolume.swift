import CLibvirt

package final class StorageVolume: Sendable {
    /// libvirt's handles are thread-safe and this one never changes.
    nonisolated(unsafe) let pointer: OpaquePointer

    /// Takes over one reference.
    init(adopting pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        virStorageVolFree(pointer)
    }

    package func name() throws(LibvirtError) -> String {
        try copyString(virStorageVolGetName(pointer))
    }

    /// Unique on the host; for directories the path.
    package func key() throws(LibvirtError) -> String {
        try copyString(virStorageVolGetKey(pointer))
    }

    package func path() throws(LibvirtError) -> String {
        try takeString(virStorageVolGetPath(pointer))
    }

    package func xmlDescription() throws(LibvirtError) -> String {
        try takeString(virStorageVolGetXMLDesc(pointer, 0))
    }

    /// - Parameter physical: `allocation` is then the file's length instead of the blocks it takes.
    package func info(physical: Bool = false) throws(LibvirtError) -> Info {
        var info = virStorageVolInfo()
        // The plain call is the one that every driver has.
        let result =
            physical
            ? virStorageVolGetInfoFlags(pointer, &info, VIR_STORAGE_VOL_GET_PHYSICAL.rawValue)
            : virStorageVolGetInfo(pointer, &info)
        try check(result)
        return Info(kind: Kind(rawValue: info.type), capacity: info.capacity, allocation: info.allocation)
    }

    /// - Parameter capacity: in bytes; with `.delta` the difference.
    package func resize(to capacity: UInt64, _ flags: ResizeFlags = []) throws(LibvirtError) {
        try check(virStorageVolResize(pointer, capacity, flags.rawValue))
    }

    package func delete() throws(LibvirtError) {
        try check(virStorageVolDelete(pointer, VIR_STORAGE_VOL_DELETE_NORMAL.rawValue))
    }
}
