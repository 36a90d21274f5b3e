import Compute
import Glibc
import NIOCore
import NIOPosix

/// The guest's end of a session, as plain bytes. Both kinds are files of this process that an event loop waits for, so a
/// session costs no thread, and a slow reader holds up the writer on the other side.
///
/// A terminal is opened itself and not through `virDomainOpenConsole`: libvirt's client reads a stream into memory without
/// bound when its user is slow.
enum GuestLine {
    typealias Wire = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    static func open(_ line: ConsoleGrant.Line, on loop: any EventLoop) async throws -> Wire {
        switch line {
        case .screen(let address), .spice(let address):
            try await ClientBootstrap(group: loop).connectTimeout(.seconds(5))
                .channelOption(.tcpOption(.tcp_nodelay), value: 1)
                .connect(host: address.host, port: address.port, channelInitializer: wrap)
        case .terminal(let path): try await openTerminal(path, on: loop)
        }
    }

    private static func openTerminal(_ path: String, on loop: any EventLoop) async throws -> Wire {
        guard path.hasPrefix("/dev/pts/"), UInt32(path.dropFirst("/dev/pts/".count)) != nil else {
            throw IOError(errnoCode: EINVAL, reason: "\(path) is no pseudo-terminal")
        }
        // It must not become the daemon's own terminal, nor block.
        let input = Glibc.open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        guard input >= 0 else { throw IOError(errnoCode: errno, reason: "open \(path)") }
        let output = fcntl(input, F_DUPFD_CLOEXEC, 0)
        guard output >= 0 else {
            let code = errno
            close(input)
            throw IOError(errnoCode: code, reason: "dup")
        }
        do {
            return try await NIOPipeBootstrap(group: loop)
                .takingOwnershipOfDescriptors(input: input, output: output, channelInitializer: wrap)
        } catch {
            close(input)
            close(output)
            throw error
        }
    }

    @Sendable private static func wrap(_ channel: any Channel) -> EventLoopFuture<Wire> {
        channel.eventLoop.makeCompletedFuture { try Wire(wrappingChannelSynchronously: channel) }
    }
}
