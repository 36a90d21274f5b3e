/// The reference model: what a cloud is expected to answer, and where its servers then are.
struct ModelCloud {
    struct Expected: Equatable {
        let status: Int
        /// The fault's words; nil where the contract doesn't give them.
        var words: String?
    }

    static let slots = 5

    let settings: ModelSettings
    let instanceLimit = 4
    /// Nil: there has been none yet.
    var servers = [ModelServer?](repeating: nil, count: slots)
    /// What was done to those whose places others have taken.
    private(set) var past: [ModelRecord] = []

    init(_ settings: ModelSettings) {
        self.settings = settings
    }

    /// Every action that is asked for by its name alone.
    static let actions: [ModelAction] =
        [
            .start, .stop, .softReboot, .hardReboot, .crashDump, .changePassword, .pause, .unpause, .suspend, .resume,
            .rescue, .unrescue, .restore, .injectNetworkInfo, .delete, .confirmResize, .revertResize, .migrate, .shelve,
            .shelveOffload, .unshelve,
        ] + ModelAction.rebuilds + ModelAction.resizes

    static func action(_ name: String) -> ModelAction? { actions.first { $0.name == name } }

    var counted: [ModelServer] { servers.compactMap { $0 }.filter(\.isCounted) }

    var excess: Expected? {
        guard counted.count >= instanceLimit else { return nil }
        return Expected(
            status: 403,
            words: "Quota exceeded for instances: Requested 1, but already used \(counted.count) of \(instanceLimit) "
                + "instances")
    }

    // MARK: Moves

    /// The call to the host that the server's next move can be made to fail with.
    func breakable(_ slot: Int) -> String? {
        guard let server = servers[slot], let run = server.runs.first, let step = run.nextStep(on: server) else {
            return nil
        }
        return run.action.steps[step].breaks(server)
    }

    mutating func move(_ slot: Int, isBroken: Bool) {
        guard var server = servers[slot], var run = server.runs.first else { return }
        if run.pass(on: &server, isBroken: isBroken) { server.runs[0] = run } else { server.runs.removeFirst() }
        servers[slot] = server
    }

    // MARK: Requests

    /// - Parameter id: of a server that was created.
    mutating func answer(_ operation: ModelOperation, id: String?) -> Expected {
        if case .nonsense = operation.kind { return Expected(status: 400) }
        if case .create(let size, let hasAgent) = operation.kind {
            return create(operation, ModelSize.all[size], hasAgent, id)
        }
        guard var server = servers[operation.slot], !server.isDeleted, operation.sender != .stranger else {
            return Expected(status: 404)
        }
        guard isAllowed(operation) else { return Expected(status: 403) }
        let expected = answer(operation, by: &server)
        servers[operation.slot] = server
        return expected
    }

    private func isAllowed(_ operation: ModelOperation) -> Bool {
        let isAdministrator = operation.sender == .admin || operation.sender == .foreignAdmin
        return switch operation.kind {
        case .reset: isAdministrator
        case .act(let name) where Self.action(name)?.isForAdministrators == true: isAdministrator
        default: isAdministrator || operation.sender == .member
        }
    }

    private mutating func create(
        _ operation: ModelOperation, _ size: ModelSize, _ hasAgent: Bool, _ id: String?
    ) -> Expected {
        if operation.sender == .reader { return Expected(status: 403) }
        if let excess { return excess }
        var server = ModelServer(id: id ?? "", size: size, hasAgent: hasAgent)
        server.holdings = [.port]
        server.begin(.create)
        past += servers[operation.slot]?.history ?? []
        servers[operation.slot] = server
        return Expected(status: 202)
    }

    private func answer(_ operation: ModelOperation, by server: inout ModelServer) -> Expected {
        let passesLocks = operation.sender == .admin || operation.sender == .foreignAdmin
        func refusal(_ action: ModelAction) -> Expected? {
            action.refusal(for: server, passesLocks: passesLocks).map {
                Expected(status: $0.status, words: $0.words(action.word, server.id))
            }
        }
        switch operation.kind {
        case .act(let name):
            guard let action = Self.action(name) else { return Expected(status: 400) }
            if let refused = refusal(action) { return refused }
            return accept(action, by: &server)
        case .image:
            if let refused = refusal(.createImage) { return refused }
            server.begin(.createImage) { $0.image = $1.queue() }
            return Expected(status: 202)
        case .backup(let series, let rotation):
            if let refused = refusal(.createBackup) { return refused }
            server.begin(.createBackup) { run, server in
                run.image = server.queue(series: series)
                run.rotation = rotation
            }
            return Expected(status: 202)
        case .delete:
            if let refused = refusal(.delete) { return refused }
            delete(&server)
            return Expected(status: 204)
        case .lock, .unlock, .reset: return administrate(operation, &server)
        case .setMetadata, .removeMetadata, .addTag, .removeTag, .replaceTags, .removeTags:
            return refusal(operation.itemRule) ?? items(operation, &server)
        case .create, .nonsense, .move, .settle, .obey: return Expected(status: 400)
        }
    }

    private func accept(_ action: ModelAction, by server: inout ModelServer) -> Expected {
        if action.preempts, action.shown == "delete" {
            if server.task != "deleting" { server.begin(.delete) }
            return Expected(status: action.status)
        }
        if action.shown == "restore", let excess { return excess }
        if !action.steps.isEmpty { server.begin(variant(of: action, for: server)) }
        return Expected(status: action.status)
    }

    /// Of what one request asks for, what is done.
    private func variant(of action: ModelAction, for server: ModelServer) -> ModelAction {
        switch action.name {
        case ModelAction.unshelve.name where server.vm == "shelved_offloaded": .unshelveAway
        case ModelAction.shelve.name where settings.offloadsAtOnce: .shelveAway
        default: action
        }
    }

    /// A second delete changes nothing.
    private func delete(_ server: inout ModelServer) {
        if server.task == "deleting" { return }
        // What is away from its host, or on its way, has nothing that could be kept for a restore.
        let isAway = server.vm == "shelved_offloaded" || server.task == "shelving_offloading"
        guard settings.defersDeletion, server.isLaunched, server.hasHost, !isAway else {
            return server.begin(.delete)
        }
        let isAside = server.vm == "soft-delete" && server.task == nil
        if !isAside, server.task != "soft-deleting" { server.begin(.softDelete) }
    }
}

extension ModelAction.Refusal {
    var status: Int { if case .invalid = self { 400 } else { 409 } }

    func words(_ word: String, _ id: String) -> String {
        switch self {
        case .state(let attribute, let value): "Cannot '\(word)' instance \(id) while it is in \(attribute) \(value)"
        case .locked: "Instance \(id) is locked"
        case .notReady: "Instance \(id) is not ready"
        case .words(let words), .invalid(let words): words
        }
    }
}

extension ModelServer {
    mutating func begin(
        _ action: ModelAction, _ fill: (inout ModelRun, inout ModelServer) -> Void = { _, _ in }
    ) {
        history.append(ModelRecord(name: action.shown))
        var run = ModelRun(action, record: history.count - 1, hadAgent: hasAgent)
        fill(&run, &self)
        action.accepted(&self, &run)
        if action.preempts {
            for index in runs.indices where !runs[index].action.preempts { runs[index].isToGiveUp = true }
        }
        runs.append(run)
        if let task = action.task { self.task = task }
    }
}
