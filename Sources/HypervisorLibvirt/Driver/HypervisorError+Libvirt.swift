import Compute
import Libvirt
import LibvirtXML

extension HypervisorError {
    init(_ error: LibvirtError, guest: ServerID? = nil) {
        switch error.code {
        case .noDomain:
            if let guest { self = .noGuest(guest) } else { self = .failed(error.message) }
        case .noConnect, .invalidConn, .rpc: self = .away(error)
        case .systemError where error.domain == .rpc: self = .away(error)
        // Not begun at all, or ended by somebody: it may be tried again.
        case .operationAborted, .resourceBusy: self = .unavailable(error.message)
        case .operationTimeout: self = .timedOut(error.message)
        case .configUnsupported, .cpuIncompatible, .noSupport: self = .impossible(error.message)
        default: self = .failed(error.message)
        }
    }

    /// Users read it in faults: it says what to do.
    private static func away(_ error: LibvirtError) -> HypervisorError {
        .unavailable("libvirt can't be reached (\(error.message)). Start libvirtd on the host, then try again.")
    }

    init(_ error: XMLEncodingError) { self = .impossible("The guest can't be described: \(error).") }
    init(_ error: XMLDecodingError) { self = .failed("libvirt's answer can't be read: \(error).") }
}
