import NIOCore
import NIOHTTP1
import NIOWebSocket

/// A client's connection: HTTP at first, a WebSocket once it is upgraded.
struct ClientConnection: Sendable {
    typealias Socket = NIOAsyncChannel<WebSocketFrame, WebSocketFrame>

    let channel: any Channel
    let requests: AsyncStream<HTTPRequestHead>

    /// Ends the connection unless it has become a WebSocket by then, however slowly its client sends.
    private let deadline: Scheduled<Void>
    private static let patience = TimeAmount.seconds(60)
    /// A client that neither sends nor takes anything for so long is cut off, until it has its WebSocket.
    private static let idleTimeout = TimeAmount.seconds(30)
    /// More than any client of a console puts into one frame.
    static let largestFrame = 128 << 10

    /// Sets a new connection up; on its event loop.
    init(_ channel: any Channel) throws {
        let (requests, continuation) = AsyncStream.makeStream(of: HTTPRequestHead.self)
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandlers([
            IdleStateHandler(allTimeout: Self.idleTimeout), HTTPResponseEncoder(),
            ByteToMessageHandler(Self.decoder()), HTTPServerPipelineHandler(),
            RequestReader(continuation),
        ])
        self.channel = channel
        self.requests = requests
        deadline = channel.eventLoop.scheduleTask(in: Self.patience) { channel.close(promise: nil) }
    }

    /// Whoever may connect can make the daemon hold so much, before any token is seen.
    private static func decoder() -> HTTPRequestDecoder {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = 8 << 10
        limits.maxHeaderListSize = 16 << 10
        limits.maxHeaderFieldCount = 64
        return HTTPRequestDecoder(
            leftOverBytesStrategy: .forwardBytes, informationalResponseStrategy: .drop, limitConfiguration: limits)
    }

    /// Returns when the client has taken the answer.
    func send(_ reply: Reply, to head: HTTPRequestHead) async throws {
        channel.write(HTTPServerResponsePart.head(reply.head), promise: nil)
        if head.method != .HEAD, reply.body.readableBytes > 0 {
            channel.write(HTTPServerResponsePart.body(.byteBuffer(reply.body)), promise: nil)
        }
        try await channel.writeAndFlush(HTTPServerResponsePart.end(nil)).get()
    }

    /// Says yes to a handshake; from then on the connection speaks frames.
    func upgrade(_ handshake: Handshake) async throws -> Socket {
        try await channel.eventLoop.submit { try exchangeHandlers(handshake) }.get()
    }

    private func exchangeHandlers(_ handshake: Handshake) throws -> Socket {
        deadline.cancel()
        var head = HTTPResponseHead(version: .http1_1, status: .switchingProtocols)
        head.headers = ["upgrade": "websocket", "connection": "Upgrade", "sec-websocket-accept": handshake.accept]
        if let name = handshake.subprotocol { head.headers.add(name: "sec-websocket-protocol", value: name) }
        channel.write(HTTPServerResponsePart.head(head), promise: nil)
        channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
        let pipeline = channel.pipeline.syncOperations
        let old = try [
            pipeline.context(handlerType: RequestReader.self),
            pipeline.context(handlerType: HTTPServerPipelineHandler.self),
            pipeline.context(handlerType: IdleStateHandler.self),
            pipeline.context(handlerType: HTTPResponseEncoder.self),
            // The last: it passes on what came behind the request.
            pipeline.context(handlerType: ByteToMessageHandler<HTTPRequestDecoder>.self),
        ]
        try pipeline.addHandlers([
            WebSocketFrameEncoder(), ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: Self.largestFrame)),
            WebSocketProtocolErrorHandler(),
        ])
        let socket = try Socket(wrappingChannelSynchronously: channel)
        for context in old { pipeline.removeHandler(context: context, promise: nil) }
        return socket
    }
}
