import CLibvirt
package import FoundationEssentials

extension Connection {
    package func pools(_ filter: StoragePool.Filter = []) throws(LibvirtError) -> [StoragePool] {
        try takeHandles(adopting: StoragePool.init(adopting:)) {
            virConnectListAllStoragePools(pointer, $0, filter.rawValue)
        }
    }

    /// - Throws: `.noStoragePool` when there is none.
    package func pool(name: String) throws(LibvirtError) -> StoragePool {
        StoragePool(adopting: try check(virStoragePoolLookupByName(pointer, name)))
    }

    /// - Throws: `.noStoragePool` when there is none.
    package func pool(uuid: UUID) throws(LibvirtError) -> StoragePool {
        StoragePool(adopting: try check(withBytes(of: uuid) { virStoragePoolLookupByUUID(pointer, $0) }))
    }

    /// The pool whose target is this directory.
    /// - Throws: `.noStoragePool` when there is none.
    package func pool(targetPath: String) throws(LibvirtError) -> StoragePool {
        StoragePool(adopting: try check(virStoragePoolLookupByTargetPath(pointer, targetPath)))
    }

    package func definePool(xml: String, _ flags: DefineFlags = []) throws(LibvirtError) -> StoragePool {
        StoragePool(adopting: try check(virStoragePoolDefineXML(pointer, xml, flags.rawValue)))
    }

    /// Starts a transient pool.
    package func createPool(xml: String, _ flags: StoragePool.CreateFlags = []) throws(LibvirtError) -> StoragePool {
        StoragePool(adopting: try check(virStoragePoolCreateXML(pointer, xml, flags.rawValue)))
    }

    /// - Throws: `.noStorageVol` when no active pool has it.
    package func volume(path: String) throws(LibvirtError) -> StorageVolume {
        StorageVolume(adopting: try check(virStorageVolLookupByPath(pointer, path)))
    }

    package func stream(_ flags: Stream.Flags = []) throws(LibvirtError) -> Stream {
        Stream(adopting: try check(virStreamNew(pointer, flags.rawValue)))
    }
}
