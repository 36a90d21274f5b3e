#if canImport(Glibc)
    import Glibc
#endif

/// Tells systemd that the service is ready or stopping (sd_notify(3): a datagram to the socket in `NOTIFY_SOCKET`).
struct SystemdNotifier: Sendable {
    private let socketPath: String?

    init(environment: [String: String]) {
        socketPath = environment["NOTIFY_SOCKET"].flatMap { $0.isEmpty ? nil : $0 }
    }

    var isListening: Bool { socketPath != nil }

    func ready() { send("READY=1") }

    func stopping() { send("STOPPING=1") }

    /// Without systemd, or when it does not listen, there is nobody to tell.
    private func send(_ message: String) {
        guard let socketPath else { return }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let capacity = MemoryLayout.size(ofValue: address.sun_path)
        var bytes = Array(socketPath.utf8)
        guard bytes.count < capacity else { return }
        // A leading @ stands for a socket in the abstract namespace.
        if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        let handle = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard handle >= 0 else { return }
        defer { close(handle) }
        let payload = Array(message.utf8)
        // Sockets take addresses of every family as the one type sockaddr.
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = sendto(handle, payload, payload.count, 0, $0, length)
            }
        }
    }
}
