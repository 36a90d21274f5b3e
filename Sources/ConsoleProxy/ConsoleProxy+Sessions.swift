import Compute
import Logging
import NIOCore
import NIOHTTP1

extension ConsoleProxy {
    /// Uses the token up, or joins the session that its client opened with it, and opens the guest's end.
    /// - Throws: 403 for a token that is none or whose guest is another by now, 503 when there are too many sessions or
    ///   libvirt is away, 502 when the guest does not answer.
    func open(_ handshake: Handshake, for client: ClientConnection) async throws(Reply) -> ConsoleOpening {
        guard !sessions.isFull else { throw .refused(.serviceUnavailable) }
        let key = SessionKey(
            token: handshake.token, address: client.channel.remoteAddress?.ipAddress, origin: handshake.origin)
        switch sessions.join(key) {
        case .joined(let grant, let entry):
            return try await opening(entry, on: client) { () async throws(Reply) in
                (
                    grant,
                    try await checking { () async throws(ComputeError) in try await consoles.seconds(leftOf: grant) }
                )
            }
        case .full: throw .refused(.serviceUnavailable)
        case .none:
            let (grant, seconds) = try await checking { () async throws(ComputeError) in
                try await consoles.redeem(handshake.token)
            }
            guard let entry = sessions.begin(grant, key) else { throw .refused(.serviceUnavailable) }
            return try await opening(entry, on: client) { () async throws(Reply) in (grant, seconds) }
        }
    }

    /// - Parameter check: tells what may be opened, and for how many seconds.
    private func opening(
        _ entry: ConsoleSessions.Entry, on client: ClientConnection,
        _ check: () async throws(Reply) -> (grant: ConsoleGrant, seconds: Int64)
    ) async throws(Reply) -> ConsoleOpening {
        do throws(Reply) {
            let (grant, seconds) = try await check()
            let wire = try await line(of: grant, on: client.channel.eventLoop)
            return ConsoleOpening(grant: grant, entry: entry, wire: wire, seconds: seconds)
        } catch {
            sessions.forget(entry)
            throw error
        }
    }

    private func line(of grant: ConsoleGrant, on loop: any EventLoop) async throws(Reply) -> GuestLine.Wire {
        let wire: GuestLine.Wire
        do {
            wire = try await GuestLine.open(grant.line, on: loop)
        } catch {
            logger.warning(
                "a console could not be opened", metadata: ["server": "\(grant.server)", "error": "\(error)"])
            throw .refused(.badGateway)
        }
        do throws(Reply) {
            // The port or terminal may have gone to another guest before it was opened. It is ours if the run that had
            // it before has it still.
            let isCurrent = try await checking { () async throws(ComputeError) in try await consoles.isCurrent(grant) }
            guard isCurrent else { throw .refused(.forbidden) }
            return wire
        } catch {
            try? await wire.executeThenClose { _, _ in }
            throw error
        }
    }

    private func checking<Value>(_ check: () async throws(ComputeError) -> Value) async throws(Reply) -> Value {
        do throws(ComputeError) {
            return try await check()
        } catch {
            switch error {
            case .unavailable, .noSpace: throw .refused(.serviceUnavailable)
            case .failure(let text):
                logger.error("a console could not be opened", metadata: ["error": "\(text)"])
                throw .refused(.internalServerError)
            case .notFound, .missing, .invalid, .forbidden, .overQuota, .conflict, .wrongState, .locked, .notReady,
                .notSupported, .tooLarge, .gone:
                throw .refused(.forbidden)
            }
        }
    }

    /// Runs the session until its end.
    func attend(_ client: ClientConnection, _ handshake: Handshake, _ opening: ConsoleOpening) async {
        defer { sessions.forget(opening.entry) }
        let about: [String: String] = ["server": opening.grant.server.text, "console": opening.grant.kind]
        do {
            let socket = try await client.upgrade(handshake)
            logger.info("console opened", metadata: about.mapValues { "\($0)" })
            let session = ConsoleSession(
                socket: socket, wire: opening.wire, ends: opening.entry.ends, limit: .seconds(opening.seconds),
                clock: clock)
            let end = await session.run()
            logger.info(
                "console closed", metadata: about.merging(["because": end.rawValue]) { $1 }.mapValues { "\($0)" })
        } catch {
            try? await opening.wire.executeThenClose { _, _ in }
            try? await client.channel.close()
        }
    }
}

extension ConsoleGrant {
    fileprivate var kind: String {
        switch line {
        case .screen: "screen"
        case .spice: "spice"
        case .terminal: "serial"
        }
    }
}
