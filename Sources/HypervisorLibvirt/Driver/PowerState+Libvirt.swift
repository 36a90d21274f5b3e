import Compute
import Libvirt

extension PowerState {
    init(_ state: Domain.State) {
        switch state {
        case .running, .blocked: self = .running
        case .paused: self = .paused
        case .shutdown, .shutOff: self = .shutdown
        case .crashed: self = .crashed
        case .pmSuspended: self = .suspended
        default: self = .noState
        }
    }
}
