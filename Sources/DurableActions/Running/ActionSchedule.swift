/// Which action may start next. Actions of one subject follow each other in order of creation; the subjects that wait
/// for a place in a class get it in the order in which they began to wait.
struct ActionSchedule {
    struct Entry {
        let row: ActionRow
        let actionClass: ActionClass
        let preempts: Bool
        let isReadable: Bool
        var cancel: ActionFailure.Cause?
    }

    private enum Lane: Hashable {
        case bounded(ActionClass)
        /// For ends that cost one transaction only: rows cancelled before they began.
        case immediate
    }

    private struct Subject {
        var waiting: [Entry] = []
        var running: (entry: Entry, lane: Lane)?
        var place: Place?
    }

    /// A place in a lane; it is void once the subject took another.
    private struct Place {
        let id: ActionID
        let lane: Lane
        let ticket: Int
    }

    private struct Ticket {
        let number: Int
        let subject: String
    }

    private let settings: ActionRunnerSettings
    private var subjects: [String: Subject] = [:]
    private var lanes: [Lane: Queue<Ticket>] = [:]
    private var busy: [Lane: Int] = [:]
    private var lastTicket = 0
    private(set) var runningCount = 0

    init(settings: ActionRunnerSettings) { self.settings = settings }

    func knows(_ row: ActionRow) -> Bool {
        guard let subject = subjects[row.subject] else { return false }
        return subject.running?.entry.row.id == row.id || subject.waiting.contains { $0.row.id == row.id }
    }

    /// Takes up a row that it doesn't know.
    /// - Returns: the running action that the new one preempts, if any.
    mutating func admit(_ entry: Entry) -> ActionID? {
        var subject = subjects[entry.row.subject] ?? Subject()
        let place = subject.waiting.firstIndex { $0.row.sequence > entry.row.sequence } ?? subject.waiting.endIndex
        subject.waiting.insert(entry, at: place)
        preempt(in: &subject)
        queueUp(&subject, named: entry.row.subject)
        subjects[entry.row.subject] = subject
        guard entry.preempts, let running = subject.running?.entry, !running.preempts else { return nil }
        return running.row.id
    }

    /// Notes that a known row is to be cancelled.
    /// - Returns: its id when it is running and has to be told.
    mutating func cancel(_ row: ActionRow) -> ActionID? {
        guard var subject = subjects[row.subject] else { return nil }
        guard let index = subject.waiting.firstIndex(where: { $0.row.id == row.id }) else { return row.id }
        subject.waiting[index].cancel = subject.waiting[index].cancel ?? .cancelled
        queueUp(&subject, named: row.subject)
        subjects[row.subject] = subject
        return nil
    }

    mutating func ended(_ row: ActionRow) {
        guard var subject = subjects[row.subject], let running = subject.running, running.entry.row.id == row.id else {
            return
        }
        busy[running.lane, default: 0] -= 1
        runningCount -= 1
        subject.running = nil
        queueUp(&subject, named: row.subject)
        subjects[row.subject] = subject.waiting.isEmpty ? nil : subject
    }

    /// Takes out whatever may start now.
    mutating func takeStartable() -> [Entry] {
        var startable: [Entry] = []
        for lane in lanes.keys {
            while hasRoom(lane), let ticket = lanes[lane]?.popFirst() {
                if let entry = start(ticket, in: lane) { startable.append(entry) }
            }
        }
        return startable.sorted { $0.row.sequence < $1.row.sequence }
    }

    private mutating func start(_ ticket: Ticket, in lane: Lane) -> Entry? {
        guard var subject = subjects[ticket.subject], let place = subject.place, place.ticket == ticket.number,
            let index = subject.waiting.firstIndex(where: { $0.row.id == place.id })
        else { return nil }
        let entry = subject.waiting.remove(at: index)
        subject.running = (entry, lane)
        subject.place = nil
        subjects[ticket.subject] = subject
        busy[lane, default: 0] += 1
        runningCount += 1
        return entry
    }

    private func hasRoom(_ lane: Lane) -> Bool {
        switch lane {
        case .immediate: true
        case .bounded(let actionClass):
            busy[lane, default: 0] < max(settings.limits[actionClass] ?? settings.defaultLimit, 1)
        }
    }

    /// Marks what stands before a preempting action, except what preempts itself.
    private func preempt(in subject: inout Subject) {
        guard let preempting = subject.waiting.lastIndex(where: { $0.preempts && $0.isReadable }) else { return }
        for index in 0..<preempting where !subject.waiting[index].preempts {
            subject.waiting[index].cancel = subject.waiting[index].cancel ?? .preempted
        }
    }

    private mutating func queueUp(_ subject: inout Subject, named name: String) {
        guard subject.running == nil, let next = next(in: subject) else {
            subject.place = nil
            return
        }
        let lane: Lane =
            next.cancel != nil && next.row.phase == .pending ? .immediate : .bounded(next.actionClass)
        if let place = subject.place, place.id == next.row.id, place.lane == lane { return }
        lastTicket += 1
        subject.place = Place(id: next.row.id, lane: lane, ticket: lastTicket)
        lanes[lane, default: Queue()].append(Ticket(number: lastTicket, subject: name))
    }

    /// An unreadable action holds back those after it, unless one that preempts waits there.
    private func next(in subject: Subject) -> Entry? {
        guard let index = subject.waiting.firstIndex(where: \.isReadable) else { return nil }
        let isFree = index == 0 || subject.waiting[index...].contains { $0.preempts && $0.isReadable }
        return isFree ? subject.waiting[index] : nil
    }
}
