/// An action under way. Between two of its moves it waits for the store; what it has done to the host by then is done.
struct ModelRun {
    enum Waiting {
        /// To be taken up.
        case claim
        /// To store that a step is done, and which one follows.
        case move(from: Int, to: Int)
        /// To store that a step failed and is tried again.
        case retry(Int)
        /// To store that it turns back.
        case turn
        /// To store that one more step is taken back, or that this is tried again.
        case undone
        case undoRetry
        case success
        case failure(takenBack: Bool)
        /// To store that the server is another request's.
        case givenUp
    }

    let action: ModelAction
    /// In the server's history.
    let record: Int
    /// Whether the server's image had an agent when the request came.
    let hadAgent: Bool
    var waiting = Waiting.claim
    var isToGiveUp = false
    var image: Int?
    var rotation = 0
    /// Whether it has removed the shelf of a server that is up without an unshelve.
    var endsShelf = false
    /// Whether the guest was on when the action looked.
    var wasOn = false
    /// What was stopped is not started.
    var staysOff = false
    /// What a reboot saw when it was taken back.
    var guestRuns: Bool?
    /// Past what can fail without leaving the server where it was to go.
    var isSettled = false
    /// The server's resize as a step has found it.
    var resize: ModelResize?
    /// Whether the image from before a rebuild has an agent, once it is replaced.
    var former: Bool?
    /// The step that failed last.
    private(set) var failedStep: Int?
    private var taken: [Int] = []
    private var undoing: [Int] = []
    /// Taken back, but not stored yet.
    private var undone: Int?
    private var attempts = 0

    init(_ action: ModelAction, record: Int, hadAgent: Bool) {
        (self.action, self.record, self.hadAgent) = (action, record, hadAgent)
    }

    private static let most = 5

    /// The step that is performed when the store has answered; nil when there is none.
    func nextStep(on server: ModelServer) -> Int? {
        switch waiting {
        case .claim: isToGiveUp || isMoot(server) ? nil : 0
        case .move(_, let next): mustTurn(before: next) ? nil : next
        case .retry(let step): mustTurn(before: step) || taken.isEmpty && isMoot(server) ? nil : step
        case .turn, .undone, .undoRetry, .success, .failure, .givenUp: nil
        }
    }

    /// What is not begun is not begun on a server that has been deleted.
    private func isMoot(_ server: ModelServer) -> Bool { server.isDeleted && action.name != ModelAction.delete.name }

    private func mustTurn(before step: Int) -> Bool { isToGiveUp && action.steps[step].isReversible }

    /// The store answers: what was waited for is written down, and the action goes on until it waits again.
    /// - Returns: false once it has ended.
    mutating func pass(on server: inout ModelServer, isBroken: Bool) -> Bool {
        let next = nextStep(on: server)
        switch waiting {
        case .claim:
            guard next != nil else { turn(touched: action.takesWithRequest ? 0 : nil, on: &server); return true }
        case .move(let step, let following):
            store(step, before: following, on: &server)
            guard next != nil else { turn(touched: nil, on: &server); return true }
        case .retry(let step):
            guard next != nil else { turn(touched: step, on: &server); return true }
        case .turn, .undone, .undoRetry:
            storeUndone(on: &server)
            undo(on: &server)
            return true
        case .success, .failure, .givenUp:
            end(on: &server)
            return false
        }
        if let next { perform(next, on: &server, isBroken) }
        return true
    }

    // MARK: Forth

    private mutating func store(_ step: Int, before next: Int, on server: inout ModelServer) {
        let part = action.steps[step]
        if action.owns(server) || part.takesIdle && server.task == nil {
            part.stored(&server)
            if let task = action.steps[next].task { server.task = task }
        }
        part.storedAnyway(&server, self)
        for events in part.events ?? (step == 0 ? [action.events] : []) { server.history[record].begin(events) }
        taken.append(step)
        attempts = 0
    }

    private mutating func perform(_ step: Int, on server: inout ModelServer, _ isBroken: Bool) {
        let part = action.steps[step]
        switch part.perform(&server, &self, isBroken) {
        case .next: waiting = .move(from: step, to: step + 1)
        case .jump(let other): waiting = .move(from: step, to: other)
        case .done: waiting = .success
        case .givenUp: waiting = .givenUp
        case .failed:
            failedStep = step
            if part.isReversible { return turn(touched: step, on: &server) }
            attempts += 1
            waiting = attempts < Self.most ? .retry(step) : .failure(takenBack: false)
        }
    }

    // MARK: Back

    private mutating func turn(touched: Int?, on server: inout ModelServer) {
        undoing = taken + (touched.map { [$0] } ?? [])
        attempts = 0
        waiting = undoing.isEmpty ? .failure(takenBack: true) : .turn
    }

    private mutating func undo(on server: inout ModelServer) {
        guard let step = undoing.last else { return }
        guard action.steps[step].undo(&server, &self) else {
            attempts += 1
            waiting = attempts < Self.most ? .undoRetry : .failure(takenBack: false)
            return
        }
        attempts = 0
        undone = step
        undoing.removeLast()
        waiting = undoing.isEmpty ? .failure(takenBack: true) : .undone
    }

    private mutating func storeUndone(on server: inout ModelServer) {
        if let undone { action.steps[undone].undone(&server, self) }
        undone = nil
    }

    // MARK: The end

    /// What has lost the server to a later request leaves its state alone.
    private mutating func end(on server: inout ModelServer) {
        switch waiting {
        case .success:
            server.history[record].end("Success")
            if let last = action.lastEvent(self) {
                server.history[record].begin([last])
                server.history[record].end("Success")
            }
            if action.owns(server) { action.succeeded(&server, self) }
            action.succeededAnyway(&server, self)
        case .failure(let takenBack):
            storeUndone(on: &server)
            server.history[record].fail(action.events)
            if action.owns(server) { action.failed(&server, self, takenBack) }
            action.failedAnyway(&server, self, takenBack)
        case .givenUp:
            server.history[record].fail(action.events)
            action.givenUp(&server)
        case .claim, .move, .retry, .turn, .undone, .undoRetry: break
        }
    }
}
