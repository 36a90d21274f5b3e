import Compute
import NIOCore
import NIOHTTP1
import NIOPosix

/// Takes the connections of one network's guests.
struct MetadataListener: Sendable {
    private let server: NIOAsyncChannel<MetadataConnection.Channel, Never>
    private let connection: MetadataConnection
    private let count: ConnectionCount

    /// Listens already when it returns.
    init(_ socket: BridgeSocket, serving connection: MetadataConnection, _ settings: MetadataSettings) async throws {
        self.connection = connection
        count = ConnectionCount(limit: settings.connections, limitOfGuest: settings.connectionsOfGuest)
        server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(socket.descriptor) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(MetadataReplyHandler())
                    return try MetadataConnection.Channel(wrappingChannelSynchronously: channel)
                }
            }
    }

    /// Until its task is cancelled.
    func run() async {
        do {
            try await server.executeThenClose { connections in
                try await withThrowingDiscardingTaskGroup { group in
                    for try await connection in connections { group.addTask { await take(connection) } }
                }
            }
        } catch {
            // The socket is closed, and the one who runs this looks after that.
        }
    }

    private func take(_ channel: MetadataConnection.Channel) async {
        guard let source = Self.source(of: channel), count.enter(source) else {
            try? await channel.executeThenClose { _, _ in }
            return
        }
        defer { count.leave(source) }
        await connection.serve(channel, from: source)
    }

    private static func source(of connection: MetadataConnection.Channel) -> IPv4Address? {
        connection.channel.remoteAddress?.ipAddress.flatMap { IPv4Address($0) }
    }
}
