import NIOCore
import NIOPosix
import Synchronization

/// Stands for a QEMU's VNC server: greets like one, and echoes what it is sent.
final class FakeScreen: Sendable {
    static let greeting = Array("RFB 003.008\n".utf8)

    let port: Int
    private let listener: any Channel

    init() async throws {
        let accepted = Accepted()
        listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    accepted.channels.withLock { $0.append(channel) }
                    try channel.pipeline.syncOperations.addHandler(Echo())
                }
            }.bind(host: "127.0.0.1", port: 0).get()
        port = listener.localAddress?.port ?? 0
        self.accepted = accepted
    }

    private let accepted: Accepted

    private final class Accepted: Sendable {
        let channels = Mutex<[any Channel]>([])
    }

    /// As when QEMU ends.
    func hangUp() async {
        for channel in accepted.channels.withLock({ $0 }) { try? await channel.close() }
    }

    private final class Echo: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        func channelActive(context: ChannelHandlerContext) {
            context.writeAndFlush(NIOAny(ByteBuffer(bytes: FakeScreen.greeting)), promise: nil)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            context.writeAndFlush(data, promise: nil)
        }
    }
}
