import Synchronization

@testable import DurableActions

/// Keeps what it is told, and lets tests wait for it.
final class EventRecorder: ActionObserver {
    private struct State {
        var events: [ActionEvent] = []
        var ended = 0
        var endings: [(count: Int, latch: Latch)] = []
        var waiting: [(isMet: @Sendable ([ActionEvent]) -> Bool, latch: Latch)] = []
    }

    private let state = Mutex(State())

    var events: [ActionEvent] { state.withLock { $0.events } }

    func observe(_ event: ActionEvent) {
        let met = state.withLock { state in
            state.events.append(event)
            if case .ended = event { state.ended += 1 }
            let events = state.waiting.filter { $0.isMet(state.events) }.map(\.latch)
            let endings = state.endings.filter { $0.count <= state.ended }.map(\.latch)
            state.waiting.removeAll { $0.isMet(state.events) }
            state.endings.removeAll { $0.count <= state.ended }
            return events + endings
        }
        for latch in met { latch.set() }
    }

    func wait(until isMet: @escaping @Sendable ([ActionEvent]) -> Bool) async {
        let latch = Latch()
        state.withLock { state in
            if isMet(state.events) { latch.set() } else { state.waiting.append((isMet, latch)) }
        }
        await latch.wait()
    }

    func untilEnded(_ count: Int) async {
        let latch = Latch()
        state.withLock { state in
            if state.ended >= count { latch.set() } else { state.endings.append((count, latch)) }
        }
        await latch.wait()
    }

    func untilStarted(_ step: ToyStep, of subject: String, undoing: Bool = false) async {
        await wait { events in
            events.contains { event in
                guard case .stepStarted(let mark) = event else { return false }
                return mark.subject == subject && mark.step == step.rawValue && mark.undoing == undoing
            }
        }
    }

    /// The subjects in the order in which their actions ended.
    var endedSubjects: [String] {
        events.compactMap { event in
            guard case .ended(let row, _) = event else { return nil }
            return row.subject
        }
    }

    /// The subjects in the order in which their first steps began.
    var startedSubjects: [String] {
        events.compactMap { event in
            guard case .stepStarted(let mark) = event, mark.step == ToyStep.address.rawValue, !mark.undoing else {
                return nil
            }
            return mark.subject
        }
    }
}
