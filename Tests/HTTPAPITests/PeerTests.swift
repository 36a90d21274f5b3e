import NIOCore
import Testing

@testable import HTTPAPI

struct PeerTests {
    @Test(
        "A client is an IPv4 address or an IPv6 network",
        arguments: [
            ("192.0.2.7", nil, "192.0.2.7"), ("::1", nil, "::1"),
            ("2001:db8:1:2:3:4:5:6", nil, "20:1:d:b8:0:1:0:2"), ("2001:db8:1:2:ffff::1", nil, "20:1:d:b8:0:1:0:2"),
            ("192.0.2.7", "198.51.100.1", "198.51.100.1"), ("192.0.2.7", "203.0.113.5, 198.51.100.1", "198.51.100.1"),
            ("192.0.2.7", "198.51.100.1, nonsense", "192.0.2.7"), ("192.0.2.7", "", "192.0.2.7"),
            ("192.0.2.7", "198.51.100.1:4711", "198.51.100.1"), ("192.0.2.7", "[2001:db8::1]", "20:1:d:b8:0:0:0:0"),
            ("192.0.2.7", "[2001:db8::1]:80", "20:1:d:b8:0:0:0:0"), ("::ffff:192.0.2.7", nil, "192.0.2.7"),
        ] as [(String, String?, String)])
    func client(address: String, forwardedFor: String?, client: String) throws {
        let peer = Peer(address: try SocketAddress(ipAddress: address, port: 1))
        #expect(peer.client(forwardedFor: forwardedFor) == client)
    }

    @Test("No address is no client")
    func none() {
        #expect(Peer(address: nil).client(forwardedFor: nil) == "")
    }
}
