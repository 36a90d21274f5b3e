import Glibc
import NIOCore

/// The other end of a request's connection: a client, or the proxy in front of many.
struct Peer: Sendable {
    let address: SocketAddress?

    /// Who sent the request, to count by.
    /// - Parameter forwardedFor: `X-Forwarded-For` where the proxy that set it is trusted: its last address is what the
    ///   proxy saw, the ones before it are what a client claims.
    /// - Returns: an IP address; of IPv6 its network of 64 bits, as whoever has one address of it has them all. Empty when
    ///   there is none.
    func client(forwardedFor: String?) -> String {
        let last = forwardedFor?.split(separator: ",").last?.trimmingSpace
        return last.flatMap(Self.client(at:)) ?? address?.ipAddress.flatMap(Self.client(at:)) ?? ""
    }

    /// Nil for what is no IP address.
    private static func client(at address: String) -> String? {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, address, &bytes) == 1 { return address }
        guard inet_pton(AF_INET6, address, &bytes) == 1 else { return nil }
        // ::/80 has ::1 and the IPv4 addresses as a socket of both families shows them.
        guard bytes.prefix(10).contains(where: { $0 != 0 }) else { return address }
        return bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ":")
    }
}
