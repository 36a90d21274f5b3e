import CLibvirt

extension StoragePool {
    /// In bytes.
    package struct Info: Hashable, Sendable {
        package let state: State
        package let capacity: UInt64
        package let allocation: UInt64
        package let available: UInt64
    }

    package struct State: LibvirtCode {
        package let rawValue: Int32

        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        package static let inactive = Self(VIR_STORAGE_POOL_INACTIVE)
        package static let building = Self(VIR_STORAGE_POOL_BUILDING)
        package static let running = Self(VIR_STORAGE_POOL_RUNNING)
        package static let degraded = Self(VIR_STORAGE_POOL_DEGRADED)
        package static let inaccessible = Self(VIR_STORAGE_POOL_INACCESSIBLE)
    }

    package struct Filter: LibvirtFlags {
        package let rawValue: UInt32

        package init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        package static let active = Self(VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE)
        package static let inactive = Self(VIR_CONNECT_LIST_STORAGE_POOLS_INACTIVE)
        package static let persistent = Self(VIR_CONNECT_LIST_STORAGE_POOLS_PERSISTENT)
        package static let transient = Self(VIR_CONNECT_LIST_STORAGE_POOLS_TRANSIENT)
        package static let autostarted = Self(VIR_CONNECT_LIST_STORAGE_POOLS_AUTOSTART)
        package static let notAutostarted = Self(VIR_CONNECT_LIST_STORAGE_POOLS_NO_AUTOSTART)
    }

    package struct BuildFlags: LibvirtFlags {
        package let rawValue: UInt32

        package init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        package static let noOverwrite = Self(VIR_STORAGE_POOL_BUILD_NO_OVERWRITE)
        package static let overwrite = Self(VIR_STORAGE_POOL_BUILD_OVERWRITE)
    }

    package struct CreateFlags: LibvirtFlags {
        package let rawValue: UInt32

        package init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        package static let build = Self(VIR_STORAGE_POOL_CREATE_WITH_BUILD)
        package static let buildOverwriting = Self(VIR_STORAGE_POOL_CREATE_WITH_BUILD_OVERWRITE)
        package static let buildNotOverwriting = Self(VIR_STORAGE_POOL_CREATE_WITH_BUILD_NO_OVERWRITE)
    }
}
