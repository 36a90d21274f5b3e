import Foundation
import Testing

@testable import AerieDaemon

@Suite("Telling systemd")
struct SystemdNotifierTests {
    @Test("The socket gets READY=1")
    func ready() throws {
        let path = "/tmp/aerie-notify-\(UUID().uuidString.prefix(8))"
        defer { unlink(path) }
        let receiver = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(receiver) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(receiver, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0)
        SystemdNotifier(environment: ["NOTIFY_SOCKET": path]).ready()
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = recv(receiver, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        #expect(String(decoding: buffer.prefix(max(0, count)), as: UTF8.self) == "READY=1")
    }

    @Test("Without systemd nothing happens")
    func alone() {
        SystemdNotifier(environment: [:]).ready()
        SystemdNotifier(environment: ["NOTIFY_SOCKET": "/nonexistent/socket"]).stopping()
        #expect(SystemdNotifier(environment: ["NOTIFY_SOCKET": ""]).isListening == false)
    }
}
