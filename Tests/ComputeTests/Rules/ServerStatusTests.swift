import Compute
import Testing

@Suite("Server status")
struct ServerStatusTests {
    static let idle: [VMState: ServerStatus] = [
        .building: .build, .active: .active, .paused: .paused, .suspended: .suspended, .stopped: .shutoff,
        .rescued: .rescue, .resized: .verifyResize, .softDeleted: .softDeleted, .deleted: .deleted, .error: .error,
        .shelved: .shelved, .shelvedOffloaded: .shelvedOffloaded,
    ]

    private static let reboot: Set<TaskState> = [.rebooting, .rebootPending, .rebootStarted]
    private static let hardReboot: Set<TaskState> = [.rebootingHard, .rebootPendingHard, .rebootStartedHard]
    private static let rebuild: Set<TaskState> = [.rebuilding, .rebuildBlockDeviceMapping, .rebuildSpawning]
    private static let resize: Set<TaskState> = [.resizePrep, .resizeMigrating, .resizeMigrated, .resizeFinish]

    /// The table of conventions.md, section 17, row by row.
    private static let busy: [(VMState, Set<TaskState>, ServerStatus)] = [
        (.active, reboot, .reboot), (.active, hardReboot, .hardReboot), (.active, [.updatingPassword], .password),
        (.active, rebuild, .rebuild), (.active, [.migrating], .migrating), (.active, resize, .resize),
        (.stopped, resize, .resize), (.stopped, rebuild, .rebuild), (.resized, [.resizeReverting], .revertResize),
        (.paused, [.migrating], .migrating), (.error, rebuild, .rebuild),
    ]

    @Test("Each state without a task has its status", arguments: VMState.allCases)
    func idle(state: VMState) {
        #expect(ServerStatus(vmState: state, taskState: nil) == Self.idle[state])
    }

    @Test("Each state with each task has its status", arguments: VMState.allCases)
    func busy(state: VMState) {
        for task in TaskState.allCases {
            let row = Self.busy.first { $0.0 == state && $0.1.contains(task) }
            #expect(ServerStatus(vmState: state, taskState: task) == row?.2 ?? Self.idle[state], "\(task)")
        }
    }

    @Test("What a status stands for leads back to it", arguments: ServerStatus.allCases)
    func back(status: ServerStatus) {
        #expect(!(status.idleStates.isEmpty && status.busyStates.isEmpty))
        for state in status.idleStates { #expect(ServerStatus(vmState: state, taskState: nil) == status) }
        for (state, task) in status.busyStates { #expect(ServerStatus(vmState: state, taskState: task) == status) }
        #expect(status.busyStates.count == Self.busy.filter { $0.2 == status }.reduce(0) { $0 + $1.1.count })
    }

    @Test("Progress and fault are shown for the statuses that have them", arguments: ServerStatus.allCases)
    func fields(status: ServerStatus) {
        let progress: Set<ServerStatus> = [.active, .build, .rebuild, .resize, .verifyResize, .migrating]
        #expect(status.showsProgress == progress.contains(status))
        #expect(status.showsFault == (status == .error || status == .deleted))
    }

    @Test("States, tasks and power states are spelt as clients know them")
    func spelling() {
        #expect(
            VMState.allCases.map(\.rawValue) == [
                "building", "active", "paused", "suspended", "stopped", "rescued", "resized", "soft-delete", "deleted",
                "error", "shelved", "shelved_offloaded",
            ])
        #expect(TaskState.poweringOff.rawValue == "powering-off" && TaskState.softDeleting.rawValue == "soft-deleting")
        #expect(TaskState.allCases.count == 42)
        #expect(PowerState.allCases.map(\.rawValue) == [0, 1, 3, 4, 6, 7])
    }
}
