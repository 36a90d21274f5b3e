import CLibvirt
package import FoundationEssentials

/// Something happened to a domain. A hint: merge by UUID and read the domain again.
package struct DomainEvent: Hashable, Sendable {
    package let uuid: UUID
    package let name: String
    package let change: Change

    package enum Change: Hashable, Sendable {
        case lifecycle(Lifecycle, detail: LifecycleDetail)
        case rebooted
        case deviceAdded(alias: String)
        case deviceRemoved(alias: String)
        case deviceRemovalFailed(alias: String)
        /// - disk: the target, such as `vda`.
        case blockJob(disk: String, kind: BlockJob.Kind, status: BlockJob.Status)
        case agent(AgentState)
        case balloon(memoryKiB: UInt64)
    }

    package struct Lifecycle: LibvirtCode {
        package let rawValue: Int32

        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        package static let defined = Self(VIR_DOMAIN_EVENT_DEFINED)
        package static let undefined = Self(VIR_DOMAIN_EVENT_UNDEFINED)
        package static let started = Self(VIR_DOMAIN_EVENT_STARTED)
        package static let suspended = Self(VIR_DOMAIN_EVENT_SUSPENDED)
        package static let resumed = Self(VIR_DOMAIN_EVENT_RESUMED)
        package static let stopped = Self(VIR_DOMAIN_EVENT_STOPPED)
        /// The guest has powered off; `stopped` follows.
        package static let shutdown = Self(VIR_DOMAIN_EVENT_SHUTDOWN)
        package static let pmSuspended = Self(VIR_DOMAIN_EVENT_PMSUSPENDED)
        package static let crashed = Self(VIR_DOMAIN_EVENT_CRASHED)
    }

    /// More about a lifecycle event; the same number has another name for each event.
    package struct LifecycleDetail: LibvirtCode {
        package let rawValue: Int32

        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        package static let startedBooted = Self(VIR_DOMAIN_EVENT_STARTED_BOOTED)
        package static let startedMigrated = Self(VIR_DOMAIN_EVENT_STARTED_MIGRATED)
        package static let startedRestored = Self(VIR_DOMAIN_EVENT_STARTED_RESTORED)
        package static let suspendedPaused = Self(VIR_DOMAIN_EVENT_SUSPENDED_PAUSED)
        package static let suspendedIOError = Self(VIR_DOMAIN_EVENT_SUSPENDED_IOERROR)
        package static let suspendedWatchdog = Self(VIR_DOMAIN_EVENT_SUSPENDED_WATCHDOG)
        package static let stoppedShutdown = Self(VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN)
        package static let stoppedDestroyed = Self(VIR_DOMAIN_EVENT_STOPPED_DESTROYED)
        package static let stoppedCrashed = Self(VIR_DOMAIN_EVENT_STOPPED_CRASHED)
        package static let stoppedMigrated = Self(VIR_DOMAIN_EVENT_STOPPED_MIGRATED)
        package static let stoppedSaved = Self(VIR_DOMAIN_EVENT_STOPPED_SAVED)
        package static let stoppedFailed = Self(VIR_DOMAIN_EVENT_STOPPED_FAILED)
        package static let shutdownByGuest = Self(VIR_DOMAIN_EVENT_SHUTDOWN_GUEST)
        package static let shutdownByHost = Self(VIR_DOMAIN_EVENT_SHUTDOWN_HOST)
    }

    package struct AgentState: LibvirtCode {
        package let rawValue: Int32

        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        package static let connected = Self(VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_CONNECTED)
        package static let disconnected = Self(VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_DISCONNECTED)
    }
}
