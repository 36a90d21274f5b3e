package import DurableActions
import FoundationEssentials
import Testing

/// What every `ActionLog` has to do. Written once, run on each implementation with a fresh, empty store.
package struct ActionLogConformance<Log: ActionLog>: Sendable {
    private let log: Log
    private let insert: @Sendable (NewAction) async throws -> Void
    private let change: Log.Change
    private let refusedChange: Log.Change
    private let timesStored: @Sendable () async throws -> Int
    private let history: @Sendable (ActionID) async throws -> [StepEvent]
    private let stored: @Sendable (ActionID) async throws -> ActionRow?

    private let host = "host-a"
    private let start = Date(timeIntervalSince1970: 1_700_000_000)

    /// - Parameters:
    ///   - subjects: two ids that the store accepts as subjects.
    ///   - change: one that can be stored again and again.
    ///   - refusedChange: one that the store rejects.
    ///   - timesStored: how often `change` was stored so far.
    ///   - stored: any row, open or ended.
    package init(
        log: Log, subjects: (String, String), insert: @escaping @Sendable (NewAction) async throws -> Void,
        change: Log.Change, refusedChange: Log.Change, timesStored: @escaping @Sendable () async throws -> Int,
        history: @escaping @Sendable (ActionID) async throws -> [StepEvent],
        stored: @escaping @Sendable (ActionID) async throws -> ActionRow?
    ) {
        self.log = log
        self.subjects = subjects
        self.insert = insert
        self.change = change
        self.refusedChange = refusedChange
        self.timesStored = timesStored
        self.history = history
        self.stored = stored
    }

    private let subjects: (String, String)

    /// Runs every check, one after another, on one store.
    package func run() async throws {
        try await rowsComeBackAsInserted()
        try await openRowsAreInOrderOfCreation()
        try await rowsOfOtherHostsAreNotSeen()
        try await aClaimRaisesTheLease()
        try await aSecondClaimOfOneRowIsRefused()
        try await anAdvanceStoresRowEventAndChangesTogether()
        try await anAdvanceWithAnOldLeaseStoresNothing()
        try await anAdvanceFromAnotherStepStoresNothing()
        try await aRefusedChangeStoresNothing()
        try await aRefusedChangeDoesNotEndARow()
        try await everyOutcomeEndsARow()
        try await anEndedRowStaysAsItIs()
        try await aWishToCancelSurvivesAMove()
        try await aWishToCancelAnEndedRowDoesNothing()
        try await anUnreadableRowStaysOpenButCannotBeClaimed()
    }

    private func rowsComeBackAsInserted() async throws {
        let new = try await inserted("as-inserted", subjects.0)
        let row = try #require(try await log.openRows(subject: subjects.0, host: host).first { $0.id == new.id })
        #expect(row == new.row(sequence: row.sequence))
        try await end(row)
    }

    private func openRowsAreInOrderOfCreation() async throws {
        // One creation time for all: only the store's own order can tell them apart.
        var ids: [ActionID] = []
        for (index, name) in ["order-c", "order-a", "order-b"].enumerated() {
            ids.append(try await inserted(name, index == 1 ? subjects.1 : subjects.0).id)
        }
        let rows = try await log.openRows(host: host)
        #expect(rows.map(\.id) == ids)
        #expect(rows.map(\.sequence) == rows.map(\.sequence).sorted())
        #expect(try await log.openRows(subject: subjects.0, host: host).map(\.id) == [ids[0], ids[2]])
        #expect(try await log.openSubjects(host: host) == [subjects.0, subjects.1])
        for row in rows { try await end(row) }
        #expect(try await log.openRows(host: host).isEmpty)
    }

    private func rowsOfOtherHostsAreNotSeen() async throws {
        let row = try await opened("other-host")
        #expect(try await log.openRows(host: "host-b").isEmpty)
        #expect(try await log.openRows(subject: subjects.0, host: "host-b").isEmpty)
        try await end(row)
    }

    private func aClaimRaisesTheLease() async throws {
        let row = try await opened("claim")
        let claimed = try await log.claim(row, at: at(5))
        #expect(claimed == row.claimed(at: at(5)))
        #expect(try await stored(row.id) == claimed)
        let again = try await log.claim(claimed, at: at(6))
        #expect(again.lease == claimed.lease + 1)
        #expect(again.phase == .running)
        try await end(again)
    }

    private func aSecondClaimOfOneRowIsRefused() async throws {
        let row = try await opened("claim-twice")
        let claimed = try await log.claim(row, at: at(5))
        await expect(.leaseLost(row.id)) { () async throws(ActionLogError) in _ = try await log.claim(row, at: at(6)) }
        #expect(try await stored(row.id) == claimed)
        try await end(claimed)
    }

    private func anAdvanceStoresRowEventAndChangesTogether() async throws {
        let row = try await claimed("advance")
        let before = try await timesStored()
        let moved = try await log.advance(row, by: move, storing: [change, change])
        #expect(moved == row.moved(by: move))
        #expect(try await stored(row.id) == moved)
        #expect(try await timesStored() == before + 2)
        #expect(try await history(row.id) == [move.event].compactMap { $0 })
        let undo = ActionMove(
            step: "one", stepsTaken: [], payload: Data("{}".utf8), phase: .undoing, attempt: 2, failure: failure,
            event: StepEvent(step: "two", undoing: true, started: at(20), finished: at(21), fault: failure.fault),
            at: at(21))
        let undoing = try await log.advance(moved, by: undo, storing: [])
        #expect(try await stored(row.id) == moved.moved(by: undo))
        #expect(try await history(row.id) == [move.event, undo.event].compactMap { $0 })
        try await end(undoing)
    }

    private func anAdvanceWithAnOldLeaseStoresNothing() async throws {
        let old = try await claimed("old-lease")
        let row = try await log.claim(old, at: at(9))
        try await expectNothingStored(row) { () async throws(ActionLogError) in
            _ = try await log.advance(old, by: move, storing: [change])
        }
        try await expectNothingStored(row) { () async throws(ActionLogError) in
            try await log.finish(old, with: ending(.succeeded), storing: [change])
        }
        try await end(row)
    }

    private func anAdvanceFromAnotherStepStoresNothing() async throws {
        let old = try await claimed("old-step")
        let row = try await log.advance(old, by: move, storing: [])
        try await expectNothingStored(row) { () async throws(ActionLogError) in
            _ = try await log.advance(old, by: move, storing: [change])
        }
        try await end(row)
    }

    private func aRefusedChangeStoresNothing() async throws {
        let row = try await claimed("refused")
        let before = try await timesStored()
        await expectRejection { () async throws(ActionLogError) in
            _ = try await log.advance(row, by: move, storing: [change, refusedChange])
        }
        #expect(try await stored(row.id) == row)
        #expect(try await history(row.id).isEmpty)
        #expect(try await timesStored() == before)
        try await end(row)
    }

    private func aRefusedChangeDoesNotEndARow() async throws {
        let row = try await claimed("refused-end")
        await expectRejection { () async throws(ActionLogError) in
            try await log.finish(row, with: ending(.succeeded), storing: [refusedChange])
        }
        #expect(try await stored(row.id) == row)
        try await end(row)
    }

    private func everyOutcomeEndsARow() async throws {
        for (index, outcome) in [ActionOutcome.succeeded, .failed(failure), .undoFailed(failure)].enumerated() {
            let row = try await claimed("outcome-\(index)")
            let before = try await timesStored()
            try await log.finish(row, with: ending(outcome), storing: [change])
            #expect(try await stored(row.id) == row.ended(with: ending(outcome)))
            #expect(try await timesStored() == before + 1)
            #expect(try await history(row.id) == [ending(outcome).event].compactMap { $0 })
            #expect(try await log.openRows(host: host).isEmpty)
        }
    }

    private func anEndedRowStaysAsItIs() async throws {
        let row = try await claimed("ended")
        try await log.finish(row, with: ending(.succeeded), storing: [])
        let ended = row.ended(with: ending(.succeeded))
        try await expectNothingStored(ended) { () async throws(ActionLogError) in
            try await log.finish(row, with: ending(.failed(failure)), storing: [change])
        }
        try await expectNothingStored(ended) { () async throws(ActionLogError) in
            _ = try await log.claim(row, at: at(30))
        }
        try await expectNothingStored(ended) { () async throws(ActionLogError) in
            try await log.markUnreadable(row, reason: "no", at: at(30))
        }
    }

    private func aWishToCancelSurvivesAMove() async throws {
        let row = try await claimed("cancel")
        try await log.requestCancellation(of: row.id)
        let moved = try await log.advance(row, by: move, storing: [])
        #expect(moved.cancellationRequested)
        #expect(try await stored(row.id)?.cancellationRequested == true)
        try await end(moved)
    }

    private func aWishToCancelAnEndedRowDoesNothing() async throws {
        let row = try await claimed("cancel-ended")
        try await end(row)
        try await log.requestCancellation(of: row.id)
        #expect(try await stored(row.id)?.cancellationRequested == false)
        try await log.requestCancellation(of: ActionID(rawValue: "nobody"))
    }

    private func anUnreadableRowStaysOpenButCannotBeClaimed() async throws {
        let row = try await opened("unreadable")
        try await log.markUnreadable(row, reason: "no action is called that", at: at(7))
        let marked = row.unreadable(because: "no action is called that", at: at(7))
        #expect(try await stored(row.id) == marked)
        #expect(try await log.openRows(host: host) == [marked])
        // `row` was read before it was marked, and has the same lease.
        for reading in [marked, row] {
            try await expectNothingStored(marked) { () async throws(ActionLogError) in
                _ = try await log.claim(reading, at: at(8))
            }
        }
    }
}

extension ActionLogConformance {
    private var failure: ActionFailure {
        ActionFailure(
            cause: .stepFailed, step: "two",
            fault: ActionFault(code: 507, message: "no space: “ß” \u{1F4BE}", details: "/var is full"))
    }

    private var move: ActionMove {
        ActionMove(
            step: "two", stepsTaken: ["one"], payload: Data(#"{"learned":"ß 'quoted' \u0000"}"#.utf8), phase: .running,
            event: StepEvent(step: "one", undoing: false, started: at(10), finished: at(12)), at: at(12))
    }

    private func ending(_ outcome: ActionOutcome) -> ActionEnd {
        ActionEnd(
            outcome: outcome, payload: Data(#"{"done":true}"#.utf8),
            event: StepEvent(
                step: "one", undoing: false, started: at(10), finished: at(13), fault: outcome.failure?.fault),
            at: at(13))
    }

    private func at(_ seconds: Double) -> Date { start.addingTimeInterval(seconds) }

    private func inserted(_ name: String, _ subject: String) async throws -> NewAction {
        let new = try NewAction(
            ConformanceAction(name: name), id: ActionID(rawValue: "req-\(name)"), subject: subject, host: host,
            created: start)
        try await insert(new)
        return new
    }

    private func opened(_ name: String) async throws -> ActionRow {
        let id = try await inserted(name, subjects.0).id
        return try #require(try await log.openRows(subject: subjects.0, host: host).first { $0.id == id })
    }

    private func claimed(_ name: String) async throws -> ActionRow {
        try await log.claim(try await opened(name), at: at(1))
    }

    private func end(_ row: ActionRow) async throws {
        try await log.finish(row, with: ending(.succeeded), storing: [])
    }

    private func expect(_ expected: ActionLogError, _ body: () async throws(ActionLogError) -> Void) async {
        do throws(ActionLogError) {
            try await body()
            Issue.record("expected \(expected), nothing was thrown")
        } catch {
            #expect(error == expected)
        }
    }

    private func expectRejection(_ body: () async throws(ActionLogError) -> Void) async {
        do throws(ActionLogError) {
            try await body()
            Issue.record("expected a rejection, nothing was thrown")
        } catch {
            guard case .rejected = error else {
                Issue.record("expected a rejection, found \(error)")
                return
            }
        }
    }

    private func expectNothingStored(
        _ row: ActionRow, _ body: () async throws(ActionLogError) -> Void
    ) async throws {
        let (times, events) = (try await timesStored(), try await history(row.id))
        await expect(.leaseLost(row.id), body)
        #expect(try await stored(row.id) == row)
        #expect(try await timesStored() == times)
        #expect(try await history(row.id) == events)
    }
}

/// Only its row matters here; it is never run.
private struct ConformanceAction: DurableAction {
    enum Step: String, ActionStep { case one, two }
    static let kind = "conformance"
    let name: String

    static func recovery(at step: Step) -> Recovery { .redo }

    func perform(
        _ step: Step, in environment: Void, cancellation: CancellationFlag
    ) async throws -> StepResult<Step, Never> { .finished }

    func undo(_ step: Step, in environment: Void) async throws -> [Never] { [] }

    func failed(_ failure: ActionFailure, rolledBack: Bool) -> [Never] { [] }
}
