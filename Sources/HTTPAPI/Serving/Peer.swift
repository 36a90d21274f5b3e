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
        return last.flatMap { Self.client(at: Self.host(in: $0)) } ?? address?.ipAddress.flatMap(Self.client(at:)) ?? ""
    }

    /// Of an address that may have a port, as some proxies write it: `192.0.2.1:80`, `[2001:db8::1]:80`.
    private static func host(in text: String) -> String {
        if text.hasPrefix("[") { return String(text.dropFirst().prefix { $0 != "]" }) }
        return text.utf8.count { $0 == UInt8(ascii: ":") } == 1 ? String(text.prefix { $0 != ":" }) : text
    }

    /// Nil for what is no IP address.
    private static func client(at address: String) -> String? {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, address, &bytes) == 1 { return address }
        guard inet_pton(AF_INET6, address, &bytes) == 1 else { return nil }
        // IPv4 as a socket of both families shows it.
        let mapped: [UInt8] = Array(repeating: 0, count: 10) + [255, 255]
        if bytes.starts(with: mapped) { return bytes.suffix(4).map(String.init).joined(separator: ".") }
        // ::1 and its like.
        guard bytes.prefix(10).contains(where: { $0 != 0 }) else { return address }
        return bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ":")
    }
}
