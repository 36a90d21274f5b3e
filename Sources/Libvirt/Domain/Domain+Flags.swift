import CLibvirt

extension Domain {
    package struct CreateFlags: LibvirtFlags {
        package let rawValue: UInt32

        package init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        package static let paused = Self(VIR_DOMAIN_START_PAUSED)
        package static let autodestroy = Self(VIR_DOMAIN_START_AUTODESTROY)
        package static let bypassCache = Self(VIR_DOMAIN_START_BYPASS_CACHE)
        /// Drops a managed save image and boots.
        package static let forceBoot = Self(VIR_DOMAIN_START_FORCE_BOOT)
        package static let validate = Self(VIR_DOMAIN_START_VALIDATE)
        package static let resetNVRAM = Self(VIR_DOMAIN_START_RESET_NVRAM)
    }

    /// The ways to ask a guest to stop or to reboot: both calls give each the same bit. Empty lets libvirt choose.
    package struct ShutdownFlags: LibvirtFlags {
        package let rawValue: UInt32

        package init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        package static let acpiPowerButton = Self(VIR_DOMAIN_SHUTDOWN_ACPI_POWER_BTN)
        package static let guestAgent = Self(VIR_DOMAIN_SHUTDOWN_GUEST_AGENT)
    }

    package struct DestroyFlags: LibvirtFlags {
        package let rawValue: UInt32

        package init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        /// Only SIGTERM: fails rather than kill a QEMU that doesn't end.
        package static let graceful = Self(VIR_DOMAIN_DESTROY_GRACEFUL)
        package static let removeLogs = Self(VIR_DOMAIN_DESTROY_REMOVE_LOGS)
    }

    package struct SaveFlags: LibvirtFlags {
        package let rawValue: UInt32

        package init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        package static let bypassCache = Self(VIR_DOMAIN_SAVE_BYPASS_CACHE)
        /// Restored as running, whatever it was when saved.
        package static let running = Self(VIR_DOMAIN_SAVE_RUNNING)
        package static let paused = Self(VIR_DOMAIN_SAVE_PAUSED)
    }

    package struct UndefineFlags: LibvirtFlags {
        package let rawValue: UInt32

        package init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        package static let managedSave = Self(VIR_DOMAIN_UNDEFINE_MANAGED_SAVE)
        package static let snapshotsMetadata = Self(VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA)
        package static let checkpointsMetadata = Self(VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA)
        package static let nvram = Self(VIR_DOMAIN_UNDEFINE_NVRAM)
        package static let keepNVRAM = Self(VIR_DOMAIN_UNDEFINE_KEEP_NVRAM)
        package static let tpm = Self(VIR_DOMAIN_UNDEFINE_TPM)
        package static let keepTPM = Self(VIR_DOMAIN_UNDEFINE_KEEP_TPM)
    }

    package struct XMLFlags: LibvirtFlags {
        package let rawValue: UInt32

        package init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        /// With passwords.
        package static let secure = Self(VIR_DOMAIN_XML_SECURE)
        package static let inactive = Self(VIR_DOMAIN_XML_INACTIVE)
        package static let updateCPU = Self(VIR_DOMAIN_XML_UPDATE_CPU)
        package static let migratable = Self(VIR_DOMAIN_XML_MIGRATABLE)
    }

    /// What a change is made to; empty is the running domain, or the persistent one when it doesn't run.
    package struct DeviceFlags: LibvirtFlags {
        package let rawValue: UInt32

        package init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        package static let live = Self(VIR_DOMAIN_DEVICE_MODIFY_LIVE)
        package static let config = Self(VIR_DOMAIN_DEVICE_MODIFY_CONFIG)
        package static let force = Self(VIR_DOMAIN_DEVICE_MODIFY_FORCE)
    }

    package struct ConsoleFlags: LibvirtFlags {
        package let rawValue: UInt32

        package init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        /// Takes the console from whoever has it.
        package static let force = Self(VIR_DOMAIN_CONSOLE_FORCE)
        /// Fails when the console isn't safe to share.
        package static let safe = Self(VIR_DOMAIN_CONSOLE_SAFE)
    }
}
