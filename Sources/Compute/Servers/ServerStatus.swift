/// The status shown to clients, derived from vm_state and task_state (conventions.md, section 17).
package enum ServerStatus: String, Sendable, Hashable, CaseIterable {
    case active = "ACTIVE"
    case build = "BUILD"
    case deleted = "DELETED"
    case error = "ERROR"
    case hardReboot = "HARD_REBOOT"
    case migrating = "MIGRATING"
    case password = "PASSWORD"
    case paused = "PAUSED"
    case reboot = "REBOOT"
    case rebuild = "REBUILD"
    case rescue = "RESCUE"
    case resize = "RESIZE"
    case revertResize = "REVERT_RESIZE"
    case shelved = "SHELVED"
    case shelvedOffloaded = "SHELVED_OFFLOADED"
    case shutoff = "SHUTOFF"
    case softDeleted = "SOFT_DELETED"
    case suspended = "SUSPENDED"
    case verifyResize = "VERIFY_RESIZE"

    package init(vmState: VMState, taskState: TaskState?) {
        if let taskState, let busy = Self.busy(vmState, taskState) {
            self = busy
        } else {
            self = Self.idle(vmState)
        }
    }

    /// Statuses with a `progress` field.
    package var showsProgress: Bool {
        switch self {
        case .active, .build, .rebuild, .resize, .verifyResize, .migrating: true
        case .deleted, .error, .hardReboot, .password, .paused, .reboot, .rescue, .revertResize, .shelved,
            .shelvedOffloaded, .shutoff, .softDeleted, .suspended:
            false
        }
    }

    /// Statuses with a `fault` field, when a fault is recorded.
    package var showsFault: Bool { self == .error || self == .deleted }

    /// The vm_states whose status without a task is `self`; empty for statuses that exist during a task only.
    package var idleStates: [VMState] { VMState.allCases.filter { Self.idle($0) == self } }

    /// The pairs of vm_state and task_state that show as `self` while a task runs.
    package var busyStates: [(VMState, TaskState)] {
        VMState.allCases.flatMap { vmState in
            TaskState.allCases.compactMap { task in Self.busy(vmState, task) == self ? (vmState, task) : nil }
        }
    }

    private static func idle(_ state: VMState) -> ServerStatus {
        switch state {
        case .building: .build
        case .active: .active
        case .paused: .paused
        case .suspended: .suspended
        case .stopped: .shutoff
        case .rescued: .rescue
        case .resized: .verifyResize
        case .softDeleted: .softDeleted
        case .deleted: .deleted
        case .error: .error
        case .shelved: .shelved
        case .shelvedOffloaded: .shelvedOffloaded
        }
    }

    private static func busy(_ state: VMState, _ task: TaskState) -> ServerStatus? {
        switch task {
        case .rebooting, .rebootPending, .rebootStarted: state == .active ? .reboot : nil
        case .rebootingHard, .rebootPendingHard, .rebootStartedHard: state == .active ? .hardReboot : nil
        case .updatingPassword: state == .active ? .password : nil
        case .migrating: state == .active || state == .paused ? .migrating : nil
        case .rebuilding, .rebuildBlockDeviceMapping, .rebuildSpawning:
            state == .active || state == .stopped || state == .error ? .rebuild : nil
        case .resizePrep, .resizeMigrating, .resizeMigrated, .resizeFinish:
            state == .active || state == .stopped ? .resize : nil
        case .resizeReverting: state == .resized ? .revertResize : nil
        case .scheduling, .blockDeviceMapping, .networking, .spawning, .imageSnapshotPending, .imageSnapshot,
            .imagePendingUpload, .imageUploading, .imageBackup, .resizeConfirming, .pausing, .unpausing, .suspending,
            .resuming, .poweringOff, .poweringOn, .rescuing, .unrescuing, .deleting, .softDeleting, .restoring,
            .shelving, .shelvingImagePendingUpload, .shelvingImageUploading, .shelvingOffloading, .unshelving:
            nil
        }
    }
}
