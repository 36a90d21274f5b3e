import NIOCore
import NIOWebSocket

/// Carries bytes between a client and a guest until one of them leaves, time is up, or somebody ends it. Reading waits for
/// writing on both ways: no more than a few buffers of each are ever held.
struct ConsoleSession: Sendable {
    let socket: ClientConnection.Socket
    let wire: GuestLine.Wire
    /// What ends it from outside.
    let ends: AsyncStream<SessionEnd>
    let limit: Duration
    let clock: any Clock<Duration>

    func run() async -> SessionEnd {
        var end = SessionEnd.guestGone
        try? await socket.executeThenClose { fromClient, toClient in
            try? await wire.executeThenClose { fromGuest, toGuest in
                end = await firstEnd(of: [
                    { await pass(fromGuest, to: toClient) },
                    { await pass(fromClient, to: toGuest, answers: toClient) },
                    { await ends.first { _ in true } ?? .stopping },
                    { (try? await clock.sleep(for: limit)) == nil ? .stopping : .expired },
                ])
            }
            sayGoodbye(end)
        }
        return end
    }

    private func firstEnd(of parts: [@Sendable () async -> SessionEnd]) async -> SessionEnd {
        await withTaskGroup(of: SessionEnd.self) { group in
            for part in parts { group.addTask { await part() } }
            let end = await group.next() ?? .stopping
            group.cancelAll()
            return end
        }
    }

    private func pass(
        _ guest: NIOAsyncChannelInboundStream<ByteBuffer>, to client: NIOAsyncChannelOutboundWriter<WebSocketFrame>
    ) async -> SessionEnd {
        do {
            for try await bytes in guest {
                try await client.write(WebSocketFrame(fin: true, opcode: .binary, data: bytes))
            }
        } catch {
            // A terminal whose guest has gone gives an error instead of an end. Is it the client, its own side tells.
        }
        return Task.isCancelled ? .stopping : socket.channel.isActive ? .guestGone : .clientLeft
    }

    private func pass(
        _ client: NIOAsyncChannelInboundStream<WebSocketFrame>, to guest: NIOAsyncChannelOutboundWriter<ByteBuffer>,
        answers: NIOAsyncChannelOutboundWriter<WebSocketFrame>
    ) async -> SessionEnd {
        do {
            for try await frame in client {
                switch frame.opcode {
                // Where messages end means nothing in a stream of bytes.
                case .binary, .text, .continuation: try await guest.write(frame.unmaskedData)
                case .ping: try await answers.write(WebSocketFrame(fin: true, opcode: .pong, data: frame.unmaskedData))
                case .connectionClose: return .clientLeft
                default: break
                }
            }
        } catch {
            // Broken frames have been answered by the handler that found them.
        }
        return Task.isCancelled ? .stopping : wire.channel.isActive ? .clientLeft : .guestGone
    }

    /// Past what waits to be written: a client that takes nothing must not hold up the end.
    private func sayGoodbye(_ end: SessionEnd) {
        var data = socket.channel.allocator.buffer(capacity: 64)
        data.write(webSocketErrorCode: end.code)
        data.writeString(end.rawValue)
        socket.channel.writeAndFlush(WebSocketFrame(fin: true, opcode: .connectionClose, data: data), promise: nil)
    }
}
