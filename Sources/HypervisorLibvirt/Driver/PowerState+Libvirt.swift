import Compute
import Libvirt

extension PowerState {
    init(_ state: Domain.State) {
        switch state {
        // In shutdown, QEMU still runs and holds the disks: who takes that for off finds a guest that can't be started.
        case .running, .blocked, .shutdown: self = .running
        case .paused: self = .paused
        case .shutOff: self = .shutdown
        case .crashed: self = .crashed
        case .pmSuspended: self = .suspended
        default: self = .noState
        }
    }
}
