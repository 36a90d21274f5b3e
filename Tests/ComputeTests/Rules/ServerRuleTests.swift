import Compute
import Testing

@Suite("Which change is legal in which state")
struct ServerRuleTests {
    /// A row of server-states.md, section 1.
    struct Row: Sendable, CustomTestStringConvertible {
        let rule: ServerRule
        let word: String
        /// Nil: any.
        let states: Set<VMState>?
        /// Besides none at all; nil: any.
        var tasks: Set<TaskState>? = []
        var launch = true
        var host = false
        var lock = true

        var testDescription: String { word }
    }

    static let settled: Set<VMState> = [.active, .paused, .suspended, .stopped]
    static let rows = [
        Row(rule: .delete, word: "delete", states: nil, tasks: nil, launch: false),
        Row(rule: .restore, word: "restore", states: [.softDeleted]),
        Row(rule: .start, word: "start", states: [.stopped], host: true),
        Row(rule: .stop, word: "stop", states: [.active, .error], host: true),
        Row(rule: .softReboot, word: "reboot", states: [.active]),
        Row(
            rule: .hardReboot, word: "reboot", states: [.active, .stopped, .paused, .suspended, .error],
            tasks: [
                .rebooting, .rebootPending, .rebootStarted, .rebootingHard, .resuming, .unpausing, .pausing,
                .suspending,
            ]),
        Row(rule: .pause, word: "pause", states: [.active]),
        Row(rule: .unpause, word: "unpause", states: [.paused]),
        Row(rule: .suspend, word: "suspend", states: [.active]),
        Row(rule: .resume, word: "resume", states: [.suspended]),
        Row(
            rule: .triggerCrashDump, word: "trigger_crash_dump",
            states: [.active, .paused, .rescued, .resized, .error],
            host: true),
        Row(rule: .rescue, word: "rescue", states: [.active, .stopped, .error]),
        Row(rule: .rebuild, word: "rebuild", states: [.active, .stopped, .error], host: true),
        Row(rule: .unrescue, word: "unrescue", states: [.rescued]),
        Row(rule: .shelve, word: "shelve", states: settled),
        Row(rule: .shelveOffload, word: "shelveOffload", states: [.shelved]),
        Row(rule: .unshelve, word: "unshelve", states: [.shelved, .shelvedOffloaded]),
        Row(rule: .resize, word: "resize", states: [.active, .stopped]),
        Row(rule: .migrate, word: "migrate", states: [.active, .stopped]),
        Row(rule: .confirmResize, word: "confirmResize", states: [.resized]),
        Row(rule: .revertResize, word: "revertResize", states: [.resized]),
        Row(rule: .changePassword, word: "changePassword", states: [.active]),
        Row(rule: .createImage, word: "createImage", states: settled, lock: false),
        Row(rule: .createBackup, word: "createBackup", states: settled, lock: false),
        Row(rule: .injectNetworkInfo, word: "inject_network_info", states: nil, tasks: nil, launch: false),
        Row(rule: .updateMetadata, word: "update metadata", states: settled, tasks: nil),
        Row(rule: .deleteMetadata, word: "delete metadata", states: settled, tasks: nil),
        Row(rule: .updateTag, word: "update tag", states: settled, tasks: nil, launch: false, lock: false),
        Row(rule: .updateTags, word: "update tags", states: settled, tasks: nil, launch: false, lock: false),
        Row(rule: .deleteTag, word: "delete tag", states: settled, tasks: nil, launch: false, lock: false),
        Row(rule: .deleteTags, word: "delete tags", states: settled, tasks: nil, launch: false, lock: false),
    ]

    @Test("In every state, with every task, launched or not, on a host or not, locked or not", arguments: rows)
    func table(row: Row) {
        for vmState in VMState.allCases {
            for task in [nil] + TaskState.allCases.map(Optional.some) {
                for bits in 0..<16 { check(row, vmState, task, bits) }
            }
        }
    }

    private func check(_ row: Row, _ vmState: VMState, _ task: TaskState?, _ bits: Int) {
        let (launched, hosted, locked, admin) = (bits & 1 > 0, bits & 2 > 0, bits & 4 > 0, bits & 8 > 0)
        let server = Sample.server {
            $0.vmState = vmState
            $0.taskState = task
            $0.launchedAt = launched ? Sample.now : nil
            $0.host = hosted ? HostName("node-1") : nil
            $0.lock = locked ? ServerLock(holder: .owner, reason: nil) : nil
        }
        var expected: String?
        let cannot = "Cannot '\(row.word)' instance \(Sample.id) while it is in"
        if row.host, !hosted { expected = "Instance \(Sample.id) is not ready" }
        if row.launch, !launched { expected = "\(cannot) launched_at None" }
        if let task, let tasks = row.tasks, !tasks.contains(task) { expected = "\(cannot) task_state \(task.rawValue)" }
        if let states = row.states, !states.contains(vmState) { expected = "\(cannot) vm_state \(vmState.rawValue)" }
        if row.lock, locked, !admin { expected = "Instance \(Sample.id) is locked" }
        var found: String?
        do throws(ComputeError) {
            try row.rule.check(server, for: Sample.origin(admin: admin))
        } catch {
            found = error.message
        }
        #expect(found == expected, "\(vmState) \(String(describing: task)) \(bits)")
    }
}
