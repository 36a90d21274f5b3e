/// Which change is legal in which state: one table (server-states.md, section 1).
package struct ServerRule: Sendable {
    /// The word in "Cannot 'x' instance …".
    package let word: String
    /// Nil: any.
    package let vmStates: Set<VMState>?
    /// Tasks during which the change is allowed besides none at all; nil: any.
    package let tasks: Set<TaskState>?
    package let needsLaunch: Bool
    package let needsHost: Bool
    package let respectsLock: Bool

    package init(
        _ word: String, in vmStates: Set<VMState>?, during tasks: Set<TaskState>? = [], needsLaunch: Bool = true,
        needsHost: Bool = false, respectsLock: Bool = true
    ) {
        self.word = word
        self.vmStates = vmStates
        self.tasks = tasks
        self.needsLaunch = needsLaunch
        self.needsHost = needsHost
        self.respectsLock = respectsLock
    }

    /// Throws the 409 that a client reads, when `server` is locked or in a wrong state.
    package func check(_ server: ServerRecord, for origin: Origin) throws(ComputeError) {
        if respectsLock, server.lock != nil, !origin.passesLocks { throw .locked(server.id) }
        if let vmStates, !vmStates.contains(server.vmState) {
            throw .wrongState(
                action: word, server: server.id, attribute: .vmState, state: server.vmState.rawValue)
        }
        if let tasks, let task = server.taskState, !tasks.contains(task) {
            throw .wrongState(action: word, server: server.id, attribute: .taskState, state: task.rawValue)
        }
        if needsLaunch, server.launchedAt == nil {
            throw .wrongState(action: word, server: server.id, attribute: .launchedAt, state: "None")
        }
        if needsHost, server.host == nil { throw .notReady(server.id) }
    }
}

extension ServerRule {
    package static let delete = ServerRule("delete", in: nil, during: nil, needsLaunch: false)
    package static let restore = ServerRule("restore", in: [.softDeleted])
    package static let start = ServerRule("start", in: [.stopped], needsHost: true)
    package static let stop = ServerRule("stop", in: [.active, .error], needsHost: true)
    package static let softReboot = ServerRule("reboot", in: [.active])
    /// A hard reboot may overtake a soft one, and whatever else left the guest half-way.
    package static let hardReboot = ServerRule(
        "reboot", in: [.active, .stopped, .paused, .suspended, .error],
        during: [
            .rebooting, .rebootPending, .rebootStarted, .rebootingHard, .resuming, .unpausing, .pausing, .suspending,
        ])
    package static let pause = ServerRule("pause", in: [.active])
    package static let unpause = ServerRule("unpause", in: [.paused])
    package static let suspend = ServerRule("suspend", in: [.active])
    package static let resume = ServerRule("resume", in: [.suspended])
    package static let triggerCrashDump = ServerRule(
        "trigger_crash_dump", in: [.active, .paused, .rescued, .resized, .error], needsHost: true)
    package static let rescue = ServerRule("rescue", in: [.active, .stopped, .error])
    package static let rebuild = ServerRule("rebuild", in: [.active, .stopped, .error], needsHost: true)
    package static let unrescue = ServerRule("unrescue", in: [.rescued])
    package static let shelve = ServerRule("shelve", in: settled)
    package static let shelveOffload = ServerRule("shelveOffload", in: [.shelved])
    package static let unshelve = ServerRule("unshelve", in: [.shelved, .shelvedOffloaded])
    package static let resize = ServerRule("resize", in: [.active, .stopped])
    package static let migrate = ServerRule("migrate", in: [.active, .stopped])
    package static let confirmResize = ServerRule("confirmResize", in: [.resized])
    package static let revertResize = ServerRule("revertResize", in: [.resized])
    package static let changePassword = ServerRule("changePassword", in: [.active])
    package static let createImage = ServerRule("createImage", in: settled, respectsLock: false)
    package static let createBackup = ServerRule("createBackup", in: settled, respectsLock: false)
    /// Only the lock counts.
    package static let injectNetworkInfo = ServerRule("inject_network_info", in: nil, during: nil, needsLaunch: false)
    package static let updateMetadata = ServerRule("update metadata", in: settled, during: nil)
    package static let deleteMetadata = ServerRule("delete metadata", in: settled, during: nil)
    package static let updateTag = tagRule("update tag")
    package static let updateTags = tagRule("update tags")
    package static let deleteTag = tagRule("delete tag")
    package static let deleteTags = tagRule("delete tags")

    private static let settled: Set<VMState> = [.active, .paused, .suspended, .stopped]

    private static func tagRule(_ word: String) -> ServerRule {
        ServerRule(word, in: settled, during: nil, needsLaunch: false, respectsLock: false)
    }
}
