import Compute
import Libvirt
import LibvirtXML

extension HypervisorError {
    init(_ error: LibvirtError, guest: ServerID? = nil) {
        switch error.code {
        case .noDomain:
            if let guest { self = .noGuest(guest) } else { self = .failed(error.message) }
        case .noConnect, .invalidConn, .operationAborted: self = .unavailable(error.message)
        case .rpc: self = .unavailable(error.message)
        case .systemError where error.domain == .rpc: self = .unavailable(error.message)
        case .operationTimeout: self = .timedOut(error.message)
        case .configUnsupported, .cpuIncompatible, .noSupport: self = .impossible(error.message)
        default: self = .failed(error.message)
        }
    }

    init(_ error: XMLEncodingError) { self = .impossible("The guest can't be described: \(error).") }
    init(_ error: XMLDecodingError) { self = .failed("libvirt's answer can't be read: \(error).") }
}
