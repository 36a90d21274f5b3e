import Compute
import Glibc

/// A TCP socket that takes connections of one bridge only: packets that come in anywhere else never reach it, whatever
/// addresses they bear.
struct BridgeSocket: Sendable {
    /// Who owns it now closes it.
    let descriptor: CInt

    struct Failure: Error {
        let code: CInt
        var reason: String { String(cString: strerror(code)) }
    }

    /// Bound, not yet listening.
    init(bridge: String, address: IPv4Address, port: Int) throws(Failure) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(code: errno) }
        do throws(Failure) {
            try Self.set(descriptor, SOL_SOCKET, SO_BINDTODEVICE, Array(bridge.utf8))
            try Self.set(descriptor, SOL_SOCKET, SO_REUSEADDR, withUnsafeBytes(of: CInt(1), Array.init))
            try Self.bind(descriptor, address, port)
        } catch {
            close(descriptor)
            throw error
        }
    }

    private static func set(_ socket: CInt, _ level: CInt, _ option: CInt, _ value: [UInt8]) throws(Failure) {
        guard setsockopt(socket, level, option, value, socklen_t(value.count)) == 0 else { throw Failure(code: errno) }
    }

    private static func bind(_ socket: CInt, _ address: IPv4Address, _ port: Int) throws(Failure) {
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr = in_addr(s_addr: address.value.bigEndian)
        place.sin_port = in_port_t(UInt16(clamping: port)).bigEndian
        // Sockets take addresses of every family as the one type sockaddr.
        let result = withUnsafePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Failure(code: errno) }
    }

    /// The kernel's number of an interface; another one once it was taken down and made anew. Nil when there is none.
    static func number(ofInterface name: String) -> UInt32? {
        let number = if_nametoindex(name)
        return number == 0 ? nil : number
    }
}
