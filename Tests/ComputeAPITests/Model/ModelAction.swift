/// One row of the reference model: when a request is legal, what it does, and in which steps. It is written from the
/// contract (server-states.md) and not from the product's tables: two hands that wrote the same is what the test compares.
struct ModelAction: Sendable {
    typealias Change = @Sendable (inout ModelServer) -> Void
    enum Refusal { case state(attribute: String, value: String), locked, notReady, words(String) }

    /// As operations name it.
    let name: String
    /// As `os-instance-actions` names it.
    let shown: String
    let body: String
    var status = 202
    /// In "Cannot 'x' instance …".
    let word: String
    /// Nil: any.
    let states: Set<String>?
    /// During which it is legal besides none; nil: any.
    var during: Set<String>? = []
    var needsLaunch = true
    var needsHost = false
    var heedsLock = true
    var isForAdministrators = false
    /// What the server's task is once the request is accepted; nil leaves it.
    var task: String?
    /// While the server's task is another one, somebody else has taken it over.
    var tasks: Set<String> = []
    /// Whatever else runs on the server gives up.
    var preempts = false
    /// The request has made something that is taken back even if nothing has begun.
    var takesWithRequest = false
    var check: @Sendable (ModelServer) -> Refusal? = { _ in nil }
    var steps: [ModelStep] = []
    /// What is stored at the end, while the server's task is the action's own.
    var succeeded: Change = { $0.task = nil }
    /// `takenBack` tells whether everything could be.
    var failed: @Sendable (inout ModelServer, ModelRun, _ takenBack: Bool) -> Void = { server, _, _ in server.task = nil
    }
    /// The same, whoever has the server.
    var succeededAnyway: Change = { _ in }
    var failedAnyway: @Sendable (inout ModelServer, _ takenBack: Bool) -> Void = { _, _ in }

    /// In the order in which the API asks.
    func refusal(for server: ModelServer, passesLocks: Bool) -> Refusal? {
        if heedsLock, server.lock != nil, !passesLocks { return .locked }
        if let states, !states.contains(server.vm) { return .state(attribute: "vm_state", value: server.vm) }
        if let during, let task = server.task, !during.contains(task) {
            return .state(attribute: "task_state", value: task)
        }
        if needsLaunch, !server.isLaunched { return .state(attribute: "launched_at", value: "None") }
        if needsHost, !server.hasHost { return .notReady }
        return check(server)
    }
}

/// What one step of an action does, in three parts that are told apart in time: to the host, to the record, and taken back.
struct ModelStep: Sendable {
    enum Outcome { case next, jump(Int), done, failed }

    /// The call to the host that a test can make fail in this step.
    var breaks: @Sendable (ModelServer) -> String? = { _ in nil }
    var isReversible = true
    let perform: @Sendable (inout ModelServer, inout ModelRun, _ isBroken: Bool) -> Outcome
    /// Stored with the move to the next step, while the server's task is the action's own.
    var stored: ModelAction.Change = { _ in }
    /// It takes over a server without a task too.
    var takesIdle = false
    /// False: it can't be taken back.
    var undo: @Sendable (inout ModelServer, inout ModelRun) -> Bool = { _, _ in true }

    /// A step that only writes down that the action has begun.
    static func begin(takesIdle: Bool = false, _ stored: @escaping ModelAction.Change = { _ in }) -> ModelStep {
        ModelStep(perform: { _, _, _ in .next }, stored: stored, takesIdle: takesIdle)
    }
}
