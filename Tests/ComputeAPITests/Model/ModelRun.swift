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
    }

    let action: ModelAction
    /// In the server's history.
    let record: Int
    var waiting = Waiting.claim
    var isToGiveUp = false
    var image: Int?
    var rotation = 0
    /// Whether the guest was on when a rescue began.
    var wasOn = false
    /// What a reboot saw when it was taken back.
    var guestRuns: Bool?
    private var taken: [Int] = []
    private var undoing: [Int] = []
    private var attempts = 0

    init(_ action: ModelAction, record: Int) {
        self.action = action
        self.record = record
    }

    private static let most = 5

    /// The step that is performed when the store has answered; nil when there is none.
    var nextStep: Int? {
        switch waiting {
        case .claim: isToGiveUp ? nil : 0
        case .move(_, let next): mustTurn(before: next) ? nil : next
        case .retry(let step): mustTurn(before: step) ? nil : step
        case .turn, .undone, .undoRetry, .success, .failure: nil
        }
    }

    private func mustTurn(before step: Int) -> Bool { isToGiveUp && action.steps[step].isReversible }

    /// The store answers: what was waited for is written down, and the action goes on until it waits again.
    /// - Returns: false once it has ended.
    mutating func pass(on server: inout ModelServer, isBroken: Bool) -> Bool {
        let next = nextStep
        switch waiting {
        case .claim:
            guard next != nil else { turn(touched: action.takesWithRequest ? 0 : nil, on: &server); return true }
        case .move(let step, _):
            if owns(server) || action.steps[step].takesIdle && server.task == nil { action.steps[step].stored(&server) }
            if step == 0 { server.history[record].hasBegun = true }
            taken.append(step)
            attempts = 0
            guard next != nil else { turn(touched: nil, on: &server); return true }
        case .retry(let step):
            guard next != nil else { turn(touched: step, on: &server); return true }
        case .turn, .undone, .undoRetry:
            undo(on: &server)
            return true
        case .success:
            end("Success", on: &server)
            if owns(server) { action.succeeded(&server) }
            action.succeededAnyway(&server)
            return false
        case .failure(let takenBack):
            end("Error", on: &server)
            if owns(server) { action.failed(&server, self, takenBack) }
            action.failedAnyway(&server, takenBack)
            return false
        }
        if let next { perform(next, on: &server, isBroken) }
        return true
    }

    private mutating func perform(_ step: Int, on server: inout ModelServer, _ isBroken: Bool) {
        let part = action.steps[step]
        switch part.perform(&server, &self, isBroken) {
        case .next: waiting = .move(from: step, to: step + 1)
        case .jump(let other): waiting = .move(from: step, to: other)
        case .done: waiting = .success
        case .failed where part.isReversible: turn(touched: step, on: &server)
        case .failed:
            attempts += 1
            waiting = attempts < Self.most ? .retry(step) : .failure(takenBack: false)
        }
    }

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
        undoing.removeLast()
        waiting = undoing.isEmpty ? .failure(takenBack: true) : .undone
    }

    private func end(_ result: String, on server: inout ModelServer) {
        server.history[record].hasBegun = true
        server.history[record].result = result
    }

    /// What has lost the server to a later request leaves its state alone.
    private func owns(_ server: ModelServer) -> Bool { server.task.map(action.tasks.contains) ?? false }
}
