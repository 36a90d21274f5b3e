import Foundation
import NIOCore
import NIOPosix

/// A small WebSocket client that shows what a server does byte by byte, the refusals too.
package actor WebSocketProbe {
    package enum Message: Sendable, Equatable {
        case data([UInt8])
        case pong([UInt8])
        /// The code of a close frame; nil when it has none.
        case close(Int?)
    }

    /// Of the handshake's answer: `HTTP/1.1 101 Switching Protocols` and the headers.
    package private(set) var answer: [String] = []
    private let channel: any Channel
    private var incoming: AsyncThrowingStream<ByteBuffer, any Error>.Iterator
    private var rest: [UInt8] = []

    /// - Parameters:
    ///   - target: path and query.
    ///   - headers: besides those of every handshake.
    ///   - address: of this host, that the connection comes from.
    package static func open(
        port: Int, _ target: String, headers: [String] = ["Sec-WebSocket-Protocol: binary"],
        from address: String = "127.0.0.1"
    ) async throws -> WebSocketProbe {
        let (stream, continuation) = AsyncThrowingStream.makeStream(of: ByteBuffer.self)
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(to: try SocketAddress(ipAddress: address, port: 0))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Collector(continuation))
                }
            }.connect(host: "127.0.0.1", port: port).get()
        let lines = [
            "GET \(target) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Upgrade: websocket", "Connection: Upgrade",
            "Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==", "Sec-WebSocket-Version: 13",
        ]
        try await channel.writeAndFlush(
            ByteBuffer(string: (lines + headers + ["", ""]).joined(separator: "\r\n"))
        ).get()
        let probe = WebSocketProbe(channel, stream)
        try await probe.readHead()
        return probe
    }

    private init(_ channel: any Channel, _ stream: AsyncThrowingStream<ByteBuffer, any Error>) {
        self.channel = channel
        incoming = stream.makeAsyncIterator()
    }

    private func readHead() async throws {
        let end = Array("\r\n\r\n".utf8)
        while rest.firstRange(of: end) == nil, let more = try await nextBytes() { rest += more }
        let head = rest.firstRange(of: end) ?? rest.endIndex..<rest.endIndex
        answer = String(decoding: rest[..<head.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        rest = Array(rest[head.upperBound...])
    }

    package var status: Int {
        answer.first.map { $0.split(separator: " ") }.flatMap { Int($0.dropFirst().first ?? "") } ?? 0
    }

    package func header(_ name: String) -> String? {
        answer.dropFirst().map {
            $0.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
        }
        .first { $0.first?.lowercased() == name.lowercased() }?.last
    }

    // MARK: Frames

    /// - Parameter code: of the frame: 1 text, 2 binary, 8 close, 9 ping.
    package func send(_ bytes: [UInt8], code: UInt8 = 2) async throws {
        let mask: [UInt8] = [1, 2, 3, 4]
        var frame = [0x80 | code]
        switch bytes.count {
        case ..<126: frame.append(0x80 | UInt8(bytes.count))
        case ..<65_536: frame += [0x80 | 126, UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)]
        default: frame += [0x80 | 127] + (0..<8).map { UInt8(truncatingIfNeeded: bytes.count >> (56 - 8 * $0)) }
        }
        frame += mask + bytes.enumerated().map { $1 ^ mask[$0 % 4] }
        try await channel.writeAndFlush(ByteBuffer(bytes: frame)).get()
    }

    /// Nil when the connection has ended.
    package func receive() async throws -> Message? {
        guard let head = try await take(2) else { return nil }
        var length = Int(head[1] & 0x7F)
        if length >= 126 {
            guard let more = try await take(length == 126 ? 2 : 8) else { return nil }
            length = more.reduce(0) { $0 << 8 | Int($1) }
        }
        guard let bytes = try await take(length) else { return nil }
        switch head[0] & 0x0F {
        case 8: return .close(bytes.count < 2 ? nil : Int(bytes[0]) << 8 | Int(bytes[1]))
        case 10: return .pong(bytes)
        default: return .data(bytes)
        }
    }

    /// Data until there are so many bytes; fewer when the session ends first.
    package func receive(atLeast count: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count, case .data(let more)? = try await receive() { bytes += more }
        return bytes
    }

    /// Skips data until the session ends.
    /// - Returns: the code of the close frame; nil when there was none.
    package func waitForClose() async throws -> Int? {
        while let message = try await receive() {
            if case .close(let code) = message { return code }
        }
        return nil
    }

    /// Whatever comes until the connection ends.
    package func everything() async throws -> [UInt8] {
        while let more = try await nextBytes() { rest += more }
        return rest
    }

    package func close() async {
        try? await channel.close()
    }

    private func take(_ count: Int) async throws -> [UInt8]? {
        while rest.count < count {
            guard let more = try await nextBytes() else { return nil }
            rest += more
        }
        defer { rest.removeFirst(count) }
        return Array(rest.prefix(count))
    }

    private func nextBytes() async throws -> [UInt8]? {
        var iterator = incoming
        let more = try await iterator.next(isolation: self)
        incoming = iterator
        return more.map { Array($0.readableBytesView) }
    }

    private final class Collector: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let continuation: AsyncThrowingStream<ByteBuffer, any Error>.Continuation

        init(_ continuation: AsyncThrowingStream<ByteBuffer, any Error>.Continuation) {
            self.continuation = continuation
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) { continuation.yield(unwrapInboundIn(data)) }
        func channelInactive(context: ChannelHandlerContext) { continuation.finish() }
        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
