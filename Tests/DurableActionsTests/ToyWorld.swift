import Synchronization

@testable import DurableActions

/// The reality that toy actions change, with faults and gates on request.
final class ToyWorld: Sendable {
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    private struct State {
        var things: [String: Int] = [:]
        var lastNumber = 0
        var journal: [String] = []
        var faults: [String: Int] = [:]
        var gone: Set<String> = []
        var gates: [String: Latch] = [:]
        var underWay = 0
        var mostUnderWay = 0
    }

    private let state = Mutex(State())

    /// What exists, each with the number it got.
    var things: [String: Int] { state.withLock { $0.things } }
    /// Every call, in order: "do NAME", "undo NAME".
    var journal: [String] { state.withLock { $0.journal } }
    var mostUnderWay: Int { state.withLock { $0.mostUnderWay } }

    /// The next `times` calls named so fail; the call is "do NAME" or "undo NAME".
    func fail(_ call: String, times: Int = .max) { state.withLock { $0.faults[call] = times } }

    /// From now on there is nothing to do for the subject.
    func end(_ subject: String) { state.withLock { _ = $0.gone.insert(subject) } }

    /// Not in the journal; the call that can be made to fail is "look NAME".
    func isGone(_ subject: String) throws -> Bool {
        try state.withLock { state in
            if let left = state.faults["look \(subject)"], left > 0 {
                state.faults["look \(subject)"] = left - 1
                throw Fault(description: "look \(subject) failed")
            }
            return state.gone.contains(subject)
        }
    }

    /// Calls named so wait until the gate is set, or their task is cancelled.
    func gate(_ call: String) -> Latch {
        state.withLock { state in
            let gate = state.gates[call] ?? Latch()
            state.gates[call] = gate
            return gate
        }
    }

    /// Makes the thing unless it exists.
    /// - Returns: its number.
    func make(_ name: String, cancellation: CancellationFlag) async throws -> Int {
        try await enter("do \(name)", cancellation)
        defer { leave() }
        return state.withLock { state in
            if let number = state.things[name] { return number }
            state.lastNumber += 1
            state.things[name] = state.lastNumber
            return state.lastNumber
        }
    }

    /// Removes the thing if it exists.
    func remove(_ name: String) async throws {
        try await enter("undo \(name)", nil)
        defer { leave() }
        state.withLock { $0.things[name] = nil }
    }

    private func enter(_ call: String, _ cancellation: CancellationFlag?) async throws {
        let gate = state.withLock { state in
            state.journal.append(call)
            state.underWay += 1
            state.mostUnderWay = max(state.mostUnderWay, state.underWay)
            return state.gates[call]
        }
        do {
            if let gate { try await pass(gate, cancellation) }
            let fails = state.withLock { state in
                guard let left = state.faults[call], left > 0 else { return false }
                state.faults[call] = left - 1
                return true
            }
            if fails { throw Fault(description: "\(call) failed") }
        } catch {
            leave()
            throw error
        }
    }

    private func pass(_ gate: Latch, _ cancellation: CancellationFlag?) async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await gate.wait() }
            if let cancellation { group.addTask { await cancellation.wait() } }
            await group.next()
            group.cancelAll()
        }
        if gate.isSet { return }
        try Task.checkCancellation()
        try cancellation?.check()
    }

    private func leave() { state.withLock { $0.underWay -= 1 } }
}
