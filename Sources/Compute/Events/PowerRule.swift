/// What follows from the power state of a guest for its server: a pure table (server-states.md, section 7).
package enum PowerRule {
    package enum Verdict: Sendable, Hashable {
        case leave
        case record(ServerChange)
        /// The guest runs though its server is stopped, or sleeps on the host with its memory and its disks: stop it.
        case stopAgain
        /// The guest runs though its server is soft-deleted: power it off.
        case putAsideAgain
    }

    package static func verdict(for server: ServerRecord, guest power: PowerState) -> Verdict {
        // An open action knows better.
        guard server.taskState == nil else { return .leave }
        switch server.vmState {
        // S3: QEMU has its memory and disks still, and nobody could wake the guest through the API.
        case .active where power == .suspended, .paused where power == .suspended, .stopped where power == .suspended:
            return .stopAgain
        case .active where isOff(power), .paused where isOff(power): return .record(stopped(power))
        case .stopped where power == .running: return .stopAgain
        case .stopped where power == .noState: return .leave
        case .active, .paused, .stopped, .building, .rescued, .resized, .suspended, .error, .shelved:
            guard server.powerState != power else { return .leave }
            return .record(ServerChange { $0.powerState = .set(power) })
        case .softDeleted where isOnHost(power): return .putAsideAgain
        case .softDeleted, .deleted, .shelvedOffloaded: return .leave
        }
    }

    private static func isOff(_ power: PowerState) -> Bool {
        switch power {
        case .shutdown, .crashed: true
        case .noState, .running, .paused, .suspended: false
        }
    }

    private static func isOnHost(_ power: PowerState) -> Bool { power != .noState && !isOff(power) }

    private static func stopped(_ power: PowerState) -> ServerChange {
        ServerChange {
            $0.vmState = .set(.stopped)
            $0.powerState = .set(power)
        }
    }
}
