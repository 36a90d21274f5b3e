import NIOCore
import NIOHTTP1

/// An answer to a request as it goes onto the wire.
struct MetadataReply: Sendable {
    var answer: MetadataAnswer
    var version: HTTPVersion
    /// Of a HEAD, the answer has everything but its body.
    var hasBody: Bool

    init(_ answer: MetadataAnswer, to request: HTTPRequestHead) {
        self.answer = answer
        version = request.version
        hasBody = request.method != .HEAD
    }
}

/// Writes the parts of an answer, and ends the connection when the last of them has gone out.
final class MetadataReplyHandler: ChannelOutboundHandler {
    typealias OutboundIn = MetadataReply
    typealias OutboundOut = HTTPServerResponsePart

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let reply = unwrapOutboundIn(data)
        let channel = context.channel
        let sent = promise ?? context.eventLoop.makePromise()
        sent.futureResult.whenComplete { _ in channel.close(promise: nil) }
        context.write(wrapOutboundOut(.head(Self.head(of: reply))), promise: nil)
        if reply.hasBody {
            let bytes = context.channel.allocator.buffer(bytes: reply.answer.body)
            context.write(wrapOutboundOut(.body(.byteBuffer(bytes))), promise: nil)
        }
        context.write(wrapOutboundOut(.end(nil)), promise: sent)
    }

    private static func head(of reply: MetadataReply) -> HTTPResponseHead {
        let answer = reply.answer
        var headers = HTTPHeaders([
            ("Content-Type", answer.type), ("Content-Length", "\(answer.body.count)"), ("Connection", "close"),
        ])
        if let allow = answer.allow { headers.add(name: "Allow", value: allow) }
        return HTTPResponseHead(version: reply.version, status: answer.status, headers: headers)
    }
}
