import CLibvirt

extension Domain {
    /// State and reason. Answered by libvirtd from memory: it doesn't wait for QEMU.
    package func state() throws(LibvirtError) -> StateAndReason {
        var state: Int32 = 0
        var reason: Int32 = 0
        try check(virDomainGetState(pointer, &state, &reason, 0))
        return StateAndReason(state: State(rawValue: state), reason: Reason(rawValue: reason))
    }

    package func info() throws(LibvirtError) -> Info {
        var info = virDomainInfo()
        try check(virDomainGetInfo(pointer, &info))
        return Info(
            state: State(rawValue: Int32(info.state)), maxMemoryKiB: UInt64(info.maxMem),
            memoryKiB: UInt64(info.memory), vcpus: info.nrVirtCpu, cpuTime: info.cpuTime)
    }

    /// Whether libvirt's connection to the domain's QEMU is free, busy or broken.
    package func controlInfo() throws(LibvirtError) -> ControlInfo {
        var info = virDomainControlInfo()
        try check(virDomainGetControlInfo(pointer, &info, 0))
        return ControlInfo(
            state: ControlState(rawValue: Int32(bitPattern: info.state)), details: info.details,
            milliseconds: info.stateTime)
    }

    package struct StateAndReason: Hashable, Sendable {
        package let state: State
        /// What it means depends on the state.
        package let reason: Reason
    }

    package struct Info: Hashable, Sendable {
        package let state: State
        package let maxMemoryKiB: UInt64
        package let memoryKiB: UInt64
        package let vcpus: UInt16
        /// Nanoseconds.
        package let cpuTime: UInt64
    }

    package struct ControlInfo: Hashable, Sendable {
        package let state: ControlState
        package let details: UInt32
        /// Since the state began.
        package let milliseconds: UInt64
    }

    package struct State: LibvirtCode {
        package let rawValue: Int32

        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        package static let noState = Self(VIR_DOMAIN_NOSTATE)
        package static let running = Self(VIR_DOMAIN_RUNNING)
        package static let blocked = Self(VIR_DOMAIN_BLOCKED)
        package static let paused = Self(VIR_DOMAIN_PAUSED)
        /// On its way to be shut off.
        package static let shutdown = Self(VIR_DOMAIN_SHUTDOWN)
        package static let shutOff = Self(VIR_DOMAIN_SHUTOFF)
        package static let crashed = Self(VIR_DOMAIN_CRASHED)
        package static let pmSuspended = Self(VIR_DOMAIN_PMSUSPENDED)
    }

    package struct ControlState: LibvirtCode {
        package let rawValue: Int32

        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        package static let ok = Self(VIR_DOMAIN_CONTROL_OK)
        package static let job = Self(VIR_DOMAIN_CONTROL_JOB)
        package static let occupied = Self(VIR_DOMAIN_CONTROL_OCCUPIED)
        package static let error = Self(VIR_DOMAIN_CONTROL_ERROR)
    }

    /// The reason of a state; the same number has another name in each state.
    package struct Reason: LibvirtCode {
        package let rawValue: Int32

        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        package static let unknown = Self(rawValue: 0)

        package static let runningBooted = Self(VIR_DOMAIN_RUNNING_BOOTED)
        package static let runningMigrated = Self(VIR_DOMAIN_RUNNING_MIGRATED)
        package static let runningRestored = Self(VIR_DOMAIN_RUNNING_RESTORED)
        package static let runningUnpaused = Self(VIR_DOMAIN_RUNNING_UNPAUSED)

        package static let pausedByUser = Self(VIR_DOMAIN_PAUSED_USER)
        package static let pausedMigrating = Self(VIR_DOMAIN_PAUSED_MIGRATION)
        package static let pausedSaving = Self(VIR_DOMAIN_PAUSED_SAVE)
        package static let pausedOnIOError = Self(VIR_DOMAIN_PAUSED_IOERROR)
        package static let pausedByWatchdog = Self(VIR_DOMAIN_PAUSED_WATCHDOG)
        package static let pausedShuttingDown = Self(VIR_DOMAIN_PAUSED_SHUTTING_DOWN)
        package static let pausedCrashed = Self(VIR_DOMAIN_PAUSED_CRASHED)
        package static let pausedStartingUp = Self(VIR_DOMAIN_PAUSED_STARTING_UP)

        package static let shutOffByShutdown = Self(VIR_DOMAIN_SHUTOFF_SHUTDOWN)
        package static let shutOffDestroyed = Self(VIR_DOMAIN_SHUTOFF_DESTROYED)
        package static let shutOffCrashed = Self(VIR_DOMAIN_SHUTOFF_CRASHED)
        package static let shutOffMigrated = Self(VIR_DOMAIN_SHUTOFF_MIGRATED)
        package static let shutOffSaved = Self(VIR_DOMAIN_SHUTOFF_SAVED)
        package static let shutOffFailed = Self(VIR_DOMAIN_SHUTOFF_FAILED)
        /// libvirtd found it gone.
        package static let shutOffDaemon = Self(VIR_DOMAIN_SHUTOFF_DAEMON)

        package static let crashedPanicked = Self(VIR_DOMAIN_CRASHED_PANICKED)
    }
}
