/// Who may see and type on which guest's console.
package struct ConsoleService: Sendable {
    private let servers: any ServerStore
    private let driver: any ConsoleDriver
    private let tokens: any ConsoleTokens
    private let lifetime: Int64
    private let place: @Sendable () -> ConsolePlace?
    private let isEnabled: Bool
    private let world: World

    /// - Parameters:
    ///   - isEnabled: whether this host serves consoles at all.
    ///   - lifetime: of a token and of its session, in seconds.
    ///   - place: nil until the proxy listens.
    package init(
        servers: any ServerStore, driver: any ConsoleDriver, tokens: any ConsoleTokens, isEnabled: Bool = true,
        lifetime: Int64, place: @escaping @Sendable () -> ConsolePlace?, world: World
    ) {
        self.servers = servers
        self.driver = driver
        self.tokens = tokens
        self.isEnabled = isEnabled
        self.lifetime = lifetime
        self.place = place
        self.world = world
    }

    /// Gives out a token for a console of a running guest.
    /// - Returns: the URL that opens it.
    package func open(
        _ type: ConsoleType, over wire: ConsoleProtocol, of id: ServerID, in scope: Scope, origin: Origin
    ) async throws(ComputeError) -> String {
        let server = try await servers.server(id, in: scope, facets: [], includingDeleted: false)
        // No server has one, whatever its state.
        guard wire != .rdp else { throw Self.unavailable(type) }
        try ServerRule.console(wire).check(server, for: origin)
        guard wire.speaks(type) else { throw .invalid("Invalid console type \(type.rawValue)") }
        guard isEnabled, type.isServed else { throw Self.unavailable(type) }
        guard let place = place() else { throw .unavailable("The consoles are not served yet. Try again.") }
        let consoles = try await consoles(of: server, word: ServerRule.console(wire).word)
        guard let line = consoles.line(of: type) else { throw Self.unavailable(type) }
        let token = world.makeUUID()
        let now = world.now()
        let grant = ConsoleGrant(
            server: id, line: line, consoles: consoles, expiresAt: now.adding(seconds: lifetime))
        tokens.add(token, grant, at: now)
        return type.page.map { place.page($0, token: token) } ?? place.socket(token: token)
    }

    /// What an unused token stands for.
    package func grant(of token: String) throws(ComputeError) -> ConsoleGrant {
        guard let grant = tokens.grant(of: token, at: world.now()) else { throw Self.noToken }
        return grant
    }

    /// Uses a token up, whether its session can begin or not.
    /// - Throws: `.missing` unless server and guest are still those that it was given out for.
    /// - Returns: what it stands for, and how many seconds are left of it.
    package func redeem(_ token: String) async throws(ComputeError) -> (grant: ConsoleGrant, seconds: Int64) {
        let now = world.now()
        guard let grant = tokens.take(token, at: now) else { throw Self.noToken }
        return (grant, try await seconds(leftOf: grant))
    }

    /// How long a session may still be that this was taken for.
    /// - Throws: `.missing` unless server and guest are still those that the token was given out for.
    package func seconds(leftOf grant: ConsoleGrant) async throws(ComputeError) -> Int64 {
        let now = world.now()
        guard grant.expiresAt > now else { throw Self.noToken }
        let server = try await servers.server(grant.server, in: .everything, facets: [], includingDeleted: false)
        guard server.taskState != .deleting, try await isCurrent(grant) else { throw Self.noToken }
        return grant.expiresAt.seconds(since: now)
    }

    /// Whether the guest still is the run that the token was given out for.
    package func isCurrent(_ grant: ConsoleGrant) async throws(ComputeError) -> Bool {
        do { return try await driver.consoles(of: grant.server) == grant.consoles } catch { throw Self.failure(error) }
    }

    private func consoles(of server: ServerRecord, word: String) async throws(ComputeError) -> GuestConsoles {
        let found: GuestConsoles?
        do { found = try await driver.consoles(of: server.id) } catch { throw Self.failure(error) }
        if let found { return found }
        guard server.vmState != .building else { throw .notReady(server.id) }
        // What is recorded may lag behind: a guest that isn't there is not running.
        let power = server.powerState == .running ? PowerState.shutdown : server.powerState
        throw .wrongState(action: word, server: server.id, attribute: .powerState, state: power.word)
    }

    private static let noToken = ComputeError.missing("Token not found")

    package static func unavailable(_ type: ConsoleType) -> ComputeError {
        .invalid("Unavailable console type \(type.rawValue).")
    }

    private static func failure(_ error: HypervisorError) -> ComputeError {
        switch error {
        case .unavailable(let text), .timedOut(let text): .unavailable(text)
        case .noGuest(let id): .notReady(id)
        case .impossible(let text): .notSupported(text)
        case .rangeTaken, .diskElsewhere, .failed: .failure(error.message)
        }
    }
}

extension GuestConsoles {
    fileprivate func line(of type: ConsoleType) -> ConsoleGrant.Line? {
        switch type {
        case .noVNC: vnc.map(ConsoleGrant.Line.screen)
        case .serial: terminal.map(ConsoleGrant.Line.terminal)
        case .spiceHTML5: spice.map(ConsoleGrant.Line.spice)
        case .xvpVNC, .spiceDirect, .rdpHTML5, .webMKS: nil
        }
    }
}

extension ConsoleType {
    fileprivate var isServed: Bool {
        switch self {
        case .noVNC, .spiceHTML5, .serial: true
        case .xvpVNC, .spiceDirect, .rdpHTML5, .webMKS: false
        }
    }

    /// The page that shows it; nil for what has none.
    fileprivate var page: String? {
        switch self {
        case .noVNC: "vnc_lite.html"
        case .spiceHTML5: "spice_auto.html"
        case .xvpVNC, .spiceDirect, .serial, .rdpHTML5, .webMKS: nil
        }
    }
}

extension ServerRule {
    /// In any state, but not on a server that goes away.
    package static func console(_ wire: ConsoleProtocol) -> ServerRule {
        ServerRule(
            "get_\(wire.rawValue)_console", in: nil,
            during: Set(TaskState.allCases).subtracting([.deleting, .migrating]),
            needsLaunch: false, needsHost: true, respectsLock: false)
    }
}
