/// What follows from the power state of a guest for its server: a pure table (server-states.md, section 7).
package enum PowerRule {
    package enum Verdict: Sendable, Hashable {
        case leave
        case record(ServerChange)
        /// The guest runs though its server is stopped: stop it.
        case stopAgain
        /// The guest runs though its server is soft-deleted: power it off.
        case putAsideAgain
    }

    package static func verdict(for server: ServerRecord, guest power: PowerState) -> Verdict {
        // An open action knows better.
        guard server.taskState == nil else { return .leave }
        switch server.vmState {
        case .active where isOff(power), .paused where isOff(power): return .record(stopped(power))
        case .stopped where power == .running: return .stopAgain
        case .stopped where power == .noState: return .leave
        case .active, .paused, .stopped, .building, .rescued, .resized, .suspended, .error, .shelved:
            guard server.powerState != power else { return .leave }
            return .record(ServerChange { $0.powerState = .set(power) })
        case .softDeleted where power == .running || power == .paused: return .putAsideAgain
        case .softDeleted, .deleted, .shelvedOffloaded: return .leave
        }
    }

    private static func isOff(_ power: PowerState) -> Bool {
        switch power {
        case .shutdown, .crashed, .suspended: true
        case .noState, .running, .paused: false
        }
    }

    private static func stopped(_ power: PowerState) -> ServerChange {
        ServerChange {
            $0.vmState = .set(.stopped)
            $0.powerState = .set(power)
        }
    }
}
