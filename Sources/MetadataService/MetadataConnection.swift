import Compute
import NIOCore
import NIOHTTP1

/// One connection of a guest: one request, its answer, the end.
struct MetadataConnection: Sendable {
    typealias Channel = NIOAsyncChannel<HTTPServerRequestPart, MetadataReply>

    let network: NetworkID
    let patience: Duration
    let answer: @Sendable (MetadataRequest) async -> MetadataAnswer

    /// - Parameter source: where it comes from, as the kernel says.
    func serve(_ connection: Channel, from source: IPv4Address) async {
        let channel = connection.channel
        let end = channel.eventLoop.scheduleTask(in: TimeAmount(patience)) { channel.close(promise: nil) }
        defer { end.cancel() }
        // A guest that goes away in the middle is no news.
        try? await connection.executeThenClose { inbound, outbound in
            guard let (head, body) = try await Self.request(inbound) else { return }
            let request = MetadataRequest(
                method: head.method, target: head.uri, body: body, source: source, network: network)
            try await outbound.write(MetadataReply(await answer(request), to: head))
            try await channel.closeFuture.get()
        }
    }

    /// Nil when the guest hung up first. A body that is too long is read to its limit only.
    private static func request(
        _ inbound: NIOAsyncChannelInboundStream<HTTPServerRequestPart>
    ) async throws -> (HTTPRequestHead, [UInt8])? {
        var head: HTTPRequestHead?
        var body: [UInt8] = []
        for try await part in inbound {
            switch part {
            case .head(let got): head = got
            case .body(let bytes):
                body += bytes.readableBytesView.prefix(MetadataRequest.passwordLimit + 1 - body.count)
                if body.count > MetadataRequest.passwordLimit { return head.map { ($0, body) } }
            case .end: return head.map { ($0, body) }
            }
        }
        return nil
    }
}
