/// One row of the reference model: when a request is legal, what it does, and in which steps. It is written from the
/// contract (server-states.md) and not from the product's tables: two hands that wrote the same is what the test compares.
struct ModelAction: Sendable {
    typealias Change = @Sendable (inout ModelServer) -> Void
    typealias End = @Sendable (inout ModelServer, ModelRun) -> Void
    /// `takenBack` tells whether everything could be.
    typealias Failure = @Sendable (inout ModelServer, ModelRun, _ takenBack: Bool) -> Void

    enum Refusal {
        case state(attribute: String, value: String), locked, notReady, words(String)
        /// Not the state is wrong, but what was asked for.
        case invalid(String)
    }

    /// As operations name it.
    let name: String
    /// As `os-instance-actions` names it.
    let shown: String
    /// The first events that clients see of it, and those that fail when it fails before it has begun.
    var events: [String]
    let body: String
    var status: Int
    /// In "Cannot 'x' instance …".
    let word: String
    /// Nil: any.
    let states: Set<String>?
    /// During which it is legal besides none; nil: any.
    var during: Set<String>?
    var needsLaunch: Bool
    var needsHost: Bool
    var heedsLock: Bool
    var isForAdministrators: Bool
    /// What the server's task is once the request is accepted; nil leaves it.
    var task: String?
    /// While the server's task is another one, somebody else has taken it over.
    var tasks: Set<String>
    /// It works on a server that has no task.
    var isIdle = false
    /// Whatever else runs on the server gives up.
    var preempts: Bool
    /// The request has made something that is taken back even if nothing has begun.
    var takesWithRequest: Bool
    var check: @Sendable (ModelServer) -> Refusal?
    /// What the request itself changes besides the task.
    var accepted: @Sendable (inout ModelServer, inout ModelRun) -> Void = { _, _ in }
    var steps: [ModelStep]
    /// What is stored at the end, while the server's task is the action's own.
    var succeeded: End
    var failed: Failure
    /// The same, whoever has the server.
    var succeededAnyway: End
    var failedAnyway: Failure
    /// What is stored when it gives up, because the server is another request's.
    var givenUp: Change = { _ in }
    /// An event that is shown of an action that has ended.
    var lastEvent: @Sendable (ModelRun) -> String? = { _ in nil }

    /// - Parameter event: nil for one that follows from the name.
    init(
        name: String, shown: String, event: String? = nil, body: String, status: Int = 202, word: String,
        states: Set<String>?, during: Set<String>? = [], needsLaunch: Bool = true, needsHost: Bool = false,
        heedsLock: Bool = true, isForAdministrators: Bool = false, task: String? = nil, tasks: Set<String> = [],
        preempts: Bool = false, takesWithRequest: Bool = false,
        check: @escaping @Sendable (ModelServer) -> Refusal? = { _ in nil }, steps: [ModelStep] = [],
        succeeded: @escaping End = { server, _ in server.task = nil },
        failed: @escaping Failure = { server, _, _ in server.task = nil },
        succeededAnyway: @escaping End = { _, _ in }, failedAnyway: @escaping Failure = { _, _, _ in }
    ) {
        (self.name, self.shown, self.body, self.status) = (name, shown, body, status)
        events = [event ?? "compute_\(shown)_instance"]
        (self.word, self.states, self.during) = (word, states, during)
        (self.needsLaunch, self.needsHost, self.heedsLock) = (needsLaunch, needsHost, heedsLock)
        (self.isForAdministrators, self.task, self.tasks) = (isForAdministrators, task, tasks)
        (self.preempts, self.takesWithRequest, self.check) = (preempts, takesWithRequest, check)
        (self.steps, self.succeeded, self.failed) = (steps, succeeded, failed)
        (self.succeededAnyway, self.failedAnyway) = (succeededAnyway, failedAnyway)
    }

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

    func owns(_ server: ModelServer) -> Bool { server.task.map(tasks.contains) ?? isIdle }

    func changed(_ edit: (inout ModelAction) -> Void) -> ModelAction {
        var action = self
        edit(&action)
        return action
    }
}

/// What one step of an action does, in three parts that are told apart in time: to the host, to the record, and taken back.
struct ModelStep: Sendable {
    enum Outcome {
        case next, jump(Int), done, failed
        /// The server is another request's by now: it is left as it is.
        case givenUp
    }

    /// The call to the host that a test can make fail in this step.
    var breaks: @Sendable (ModelServer) -> String? = { _ in nil }
    var isReversible = true
    let perform: @Sendable (inout ModelServer, inout ModelRun, _ isBroken: Bool) -> Outcome
    /// Stored with the move to the next step, while the server's task is the action's own.
    var stored: ModelAction.Change = { _ in }
    /// The same, whoever has the server.
    var storedAnyway: ModelAction.End = { _, _ in }
    /// The server's task once this is the next step; nil leaves it.
    var task: String?
    /// What is shown to have begun, one group after another, once this step is done; nil: what the action begins with, after
    /// its first step.
    var events: [[String]]?
    /// It takes over a server without a task too.
    var takesIdle = false
    /// False: it can't be taken back.
    var undo: @Sendable (inout ModelServer, inout ModelRun) -> Bool = { _, _ in true }
    /// Stored once it is taken back.
    var undone: ModelAction.End = { _, _ in }

    /// A step that only writes down that the action has begun.
    static func begin(takesIdle: Bool = false, _ stored: @escaping ModelAction.Change = { _ in }) -> ModelStep {
        ModelStep(perform: { _, _, _ in .next }, stored: stored, takesIdle: takesIdle)
    }

    /// - Parameter task: the server's, once this is the next step.
    func during(_ task: String) -> ModelStep { changed { $0.task = task } }

    func changed(_ edit: (inout ModelStep) -> Void) -> ModelStep {
        var step = self
        edit(&step)
        return step
    }
}
