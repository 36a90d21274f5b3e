import AerieTestSupport
import Compute
import FoundationEssentials
import Logging
import NIOCore
import NIOPosix
import Store
import StoreSQLite
import Synchronization
import Testing

@testable import ConsoleProxy

/// A proxy on a port of its own, before a store with one server whose guest's screen is a listener of the test.
final class TestProxy: Sendable {
    let service: ConsoleService
    let proxy: ConsoleProxy
    let driver: FakeHypervisor
    let server: ServerRecord
    let screen: FakeScreen
    private let place: ConsolePlaceHolder

    static func with(
        lifetime: Int64 = 600, _ change: (inout ConsoleProxySettings) -> Void = { _ in },
        _ body: @escaping @Sendable (TestProxy) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/console-proxy-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var settings = ConsoleProxySettings()
        settings.port = 0
        settings.pages = "/nowhere"
        settings.spicePages = "/nowhere"
        change(&settings)
        let test = try await TestProxy(folder, settings, lifetime)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await test.proxy.run() }
            try await test.waitUntilListening()
            defer { group.cancelAll() }
            try await body(test)
        }
    }

    private init(_ folder: String, _ settings: ConsoleProxySettings, _ lifetime: Int64) async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let world = World(
            now: { Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) },
            makeUUID: { UUID().uuidString.lowercased() }, randomBytes: { [UInt8](repeating: 0, count: $0) })
        let sample = StoreSample(
            stores: try SQLiteStore.open(path: folder + "/aerie.db", world: world, logger: logger), world: world)
        let record = sample.server {
            $0.vmState = .active
            $0.powerState = .running
            $0.host = StoreSample.host
        }
        server = try #require(try await sample.create(record).first)
        screen = try await FakeScreen()
        driver = FakeHypervisor()
        let tokens = ConsoleTokenTable()
        let place = ConsolePlaceHolder()
        self.place = place
        service = ConsoleService(
            servers: sample.stores.servers, driver: driver, tokens: tokens, lifetime: lifetime, place: { place.place },
            world: world)
        proxy = ConsoleProxy(
            settings, consoles: service, driver: driver, tokens: tokens, place: place,
            group: MultiThreadedEventLoopGroup.singleton, logger: logger)
        try await driver.define(
            GuestSpec(
                server: server, ownerNames: OwnerNames(user: "u", project: "p"), disks: [], nics: [], consoleLog: "/c",
                directBoot: nil))
        try await driver.start(server.id)
        show(GuestConsoles(run: 1, vnc: ConsoleAddress(host: "127.0.0.1", port: screen.port)))
    }

    private func waitUntilListening() async throws {
        while place.place == nil { try await Task.sleep(for: .milliseconds(5)) }
    }

    var port: Int { place.place.flatMap { Int($0.authority.split(separator: ":").last ?? "") } ?? 0 }
    var origin: String { "http://127.0.0.1:\(port)" }

    func show(_ consoles: GuestConsoles) {
        driver.change { $0.consoles[server.id] = consoles }
    }

    /// A new token for a console of the server.
    func token(_ type: ConsoleType = .noVNC) async throws -> String {
        let origin = Origin(requestID: "req-1", userID: nil, projectID: nil, passesLocks: false)
        let wire: ConsoleProtocol = type == .serial ? .serial : type == .spiceHTML5 ? .spice : .vnc
        let url = try await service.open(
            type, over: wire, of: server.id, in: .everything, origin: origin)
        return try #require(url.split(separator: type == .serial ? "token=" : "token%3D").last.map(String.init))
    }

    func open(
        _ token: String, headers: [String] = [], from address: String = "127.0.0.1"
    ) async throws -> WebSocketProbe {
        try await WebSocketProbe.open(port: port, "/?token=\(token)", headers: headers, from: address)
    }

    /// The status of a handshake that leads to nothing else.
    func status(_ token: String, headers: [String] = [], from address: String = "127.0.0.1") async throws -> Int {
        let probe = try await open(token, headers: headers, from: address)
        await probe.close()
        return await probe.status
    }
}
