import CLibvirt

extension StorageVolume {
    /// In bytes.
    package struct Info: Hashable, Sendable {
        package let kind: Kind
        package let capacity: UInt64
        package let allocation: UInt64
    }

    package struct Kind: LibvirtCode {
        package let rawValue: Int32

        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        package static let file = Self(VIR_STORAGE_VOL_FILE)
        package static let block = Self(VIR_STORAGE_VOL_BLOCK)
        package static let directory = Self(VIR_STORAGE_VOL_DIR)
        package static let network = Self(VIR_STORAGE_VOL_NETWORK)
    }

    package struct CreateFlags: LibvirtFlags {
        package let rawValue: UInt32

        package init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        package static let preallocateMetadata = Self(VIR_STORAGE_VOL_CREATE_PREALLOC_METADATA)
        package static let reflink = Self(VIR_STORAGE_VOL_CREATE_REFLINK)
        package static let validate = Self(VIR_STORAGE_VOL_CREATE_VALIDATE)
    }

    package struct ResizeFlags: LibvirtFlags {
        package let rawValue: UInt32

        package init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        package static let allocate = Self(VIR_STORAGE_VOL_RESIZE_ALLOCATE)
        package static let delta = Self(VIR_STORAGE_VOL_RESIZE_DELTA)
        package static let shrink = Self(VIR_STORAGE_VOL_RESIZE_SHRINK)
    }
}
