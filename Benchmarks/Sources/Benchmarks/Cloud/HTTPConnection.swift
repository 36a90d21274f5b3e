import Foundation

/// One kept-alive connection to a server on loopback. Blocking, with as little of its own between the measured call and the
/// socket as can be. Belongs to one thread.
final class HTTPConnection {
    private let descriptor: Int32
    /// Received and not yet used.
    private var pending: [UInt8] = []

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw BenchmarkError("no socket: \(String(cString: strerror(errno)))") }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard connected else {
            let reason = String(cString: strerror(errno))
            close(descriptor)
            throw BenchmarkError("port \(port) can't be reached: \(reason)")
        }
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    /// - Parameter request: a whole request, as it goes over the wire.
    func exchange(_ request: [UInt8]) throws -> HTTPReply {
        try send(request)
        return try receive()
    }

    private func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Foundation.send(
                    descriptor, $0.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw BenchmarkError("sending failed: \(String(cString: strerror(errno)))") }
            sent += count
        }
    }

    private func receive() throws -> HTTPReply {
        var end = Self.endOfHead(in: pending)
        while end == nil {
            try receiveMore()
            end = Self.endOfHead(in: pending)
        }
        let headEnd = end ?? 0
        let head = String(decoding: pending[..<headEnd], as: UTF8.self)
        let lines = head.components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ")
        guard words.count > 1, let status = Int(words[1]) else { throw BenchmarkError("no HTTP answer: \(lines[0])") }
        let headers = lines.dropFirst().compactMap { line -> (name: String, value: String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (String(line[..<colon]), line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces))
        }
        let length = headers.first { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) } ?? 0
        let start = headEnd + 4
        while pending.count < start + length { try receiveMore() }
        let reply = HTTPReply(status: status, headers: headers, body: Array(pending[start..<start + length]))
        pending.removeFirst(start + length)
        return reply
    }

    private func receiveMore() throws {
        let count = withUnsafeTemporaryAllocation(byteCount: 1 << 18, alignment: 16) { buffer in
            let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
            if count > 0 { pending.append(contentsOf: buffer[..<count]) }
            return count
        }
        guard count > 0 else { throw BenchmarkError("the connection was closed while an answer was awaited") }
    }

    /// Where the empty line after the headers begins.
    private static func endOfHead(in bytes: [UInt8]) -> Int? {
        let end: [UInt8] = [13, 10, 13, 10]
        guard bytes.count >= end.count else { return nil }
        return (0...bytes.count - end.count).first { bytes[$0] == 13 && bytes[$0..<$0 + 4].elementsEqual(end) }
    }
}
