package import Compute
package import Logging
package import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// Serves noVNC's and spice-html5's pages, and WebSockets to the screens and serial ports of guests.
package final class ConsoleProxy: Sendable {
    let settings: ConsoleProxySettings
    let consoles: ConsoleService
    let sessions: ConsoleSessions
    let logger: Logger
    let clock: any Clock<Duration>
    let pages: ConsolePages
    let place: ConsolePlaceHolder
    private let watch: ConsoleWatch
    private let group: any EventLoopGroup
    private let connections = Mutex(0)

    /// Blocks while it looks at the pages.
    /// - Parameters:
    ///   - place: told where the proxy is once it listens.
    ///   - tokens: those of `consoles`.
    package init(
        _ settings: ConsoleProxySettings, consoles: ConsoleService, driver: any ConsoleDriver,
        tokens: ConsoleTokenTable,
        place: ConsolePlaceHolder, group: any EventLoopGroup, clock: any Clock<Duration> = ContinuousClock(),
        logger: Logger
    ) {
        self.settings = settings
        self.consoles = consoles
        self.place = place
        self.group = group
        self.clock = clock
        self.logger = logger
        pages = ConsolePages(settings.pages, spice: settings.spicePages)
        sessions = ConsoleSessions(maximum: settings.maximumSessions)
        watch = ConsoleWatch(driver: driver, tokens: tokens, sessions: sessions)
    }

    /// Serves until its task is cancelled; then every session is told so and ended.
    /// - Throws: `IOError` and `SocketAddressError` when it can't listen.
    package func run() async throws {
        let (clients, newClients) = AsyncStream.makeStream(of: ClientConnection.self)
        let listener = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.socketOption(.so_keepalive), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try self.welcome(channel, newClients) }
            }
            .bind(host: settings.address, port: settings.port).get()
        let origins = place.open(settings, port: listener.localAddress?.port ?? settings.port)
        logger.info("consoles are served", metadata: ["at": "\(origins.map(\.text).joined(separator: " "))"])
        let rule = OriginRule(origins)
        await withDiscardingTaskGroup { group in
            group.addTask { await self.watch.run() }
            for await client in clients {
                group.addTask { await self.serve(client, rule) }
            }
            group.cancelAll()
            place.close()
            try? await listener.close()
        }
    }

    /// On the event loop of the new connection.
    private func welcome(_ channel: any Channel, _ clients: AsyncStream<ClientConnection>.Continuation) throws {
        let isWelcome = connections.withLock { count in
            guard count < settings.maximumConnections else { return false }
            count += 1
            return true
        }
        guard isWelcome else { return channel.close(promise: nil) }
        channel.closeFuture.whenComplete { _ in self.connections.withLock { $0 -= 1 } }
        guard case .enqueued = clients.yield(try ClientConnection(channel)) else { return channel.close(promise: nil) }
    }

    /// Answers the requests of one connection, one after another, until it has its WebSocket or ends.
    private func serve(_ client: ClientConnection, _ rule: OriginRule) async {
        do {
            for await head in client.requests {
                if let (handshake, opening) = try await admit(head, of: client, rule) {
                    return await attend(client, handshake, opening)
                }
                guard head.isKeepAlive, client.channel.isActive else { break }
            }
        } catch {
            logger.debug("a client of the consoles was lost", metadata: ["error": "\(error)"])
        }
        try? await client.channel.close()
    }

    /// - Returns: nil when the request was answered.
    private func admit(
        _ head: HTTPRequestHead, of client: ClientConnection, _ rule: OriginRule
    ) async throws -> (Handshake, ConsoleOpening)? {
        let reply: Reply
        do throws(Reply) {
            if let handshake = try Handshake(head, rule) {
                return (handshake, try await open(handshake, for: client))
            }
            reply = await page(head)
        } catch {
            reply = error
        }
        try await client.send(reply, to: head)
        if reply.endsConnection { try await client.channel.close() }
        return nil
    }

    private func page(_ head: HTTPRequestHead) async -> Reply {
        switch head.method {
        case .GET, .HEAD: await pages.reply(to: head.uri)
        default: .refused(.methodNotAllowed)
        }
    }
}
