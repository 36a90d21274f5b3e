import APISchema
import AerieTestSupport
import Compute
import ConsoleProxy
import FoundationEssentials
import HTTPAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Logging
import NIOCore
import Store
import StoreSQLite
import Synchronization
import Testing
import WireJSON

/// Resources over a store in a file of their own, with a hypervisor and disks in memory. No action runs unless a test
/// makes it; time stands still unless a test moves it.
final class TestCompute: Sendable {
    /// Who sends a request: a token and its caller.
    enum Sender: String, CaseIterable {
        case admin, member, reader
        /// A member of another project.
        case stranger
        /// An administrator of another project.
        case foreignAdmin
        case nobody
    }

    static let project = ProjectID(String(repeating: "a", count: 32))
    static let otherProject = ProjectID(String(repeating: "b", count: 32))
    static let user = UserID(String(repeating: "c", count: 32))
    static let host = HostName("host-1")

    let stores: Stores
    let driver = FakeHypervisor()
    let disks = FakeInstanceDisks()
    let clock = TestClock()
    let settings: ComputeSettings
    let world: World
    let servers: ServerService
    let server: APIServer
    /// Told of servers with a new action; nobody is unless a test runs actions.
    let waker = Waker()

    /// - Parameter resources: what is served, made of the cloud's parts.
    static func with(
        _ change: (inout ComputeSettings) -> Void = { _ in },
        serving resources: (TestComputeParts) -> [any Resource],
        _ body: (TestCompute) async throws -> Void
    ) async throws {
        let memory = "/dev/shm"
        let parent =
            FileManager.default.isWritableFile(atPath: memory) ? memory : FileManager.default.temporaryDirectory.path
        let folder = parent + "/compute-api-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var settings = ComputeSettings(host: host)
        change(&settings)
        let cloud = try TestCompute(folder: folder, settings: settings, resources)
        do { try await body(cloud) } catch {
            await cloud.stores.close()
            throw error
        }
        await cloud.stores.close()
    }

    private init(
        folder: String, settings: ComputeSettings, _ resources: (TestComputeParts) -> [any Resource]
    ) throws {
        let (clock, waker) = (clock, waker)
        let counting = World.counting()
        let world = World(now: { clock.now }, makeUUID: counting.makeUUID, randomBytes: counting.randomBytes)
        stores = try SQLiteStore.open(path: folder + "/aerie.db", world: world, logger: Self.logger)
        (self.settings, self.world) = (settings, world)
        servers = ServerService(
            servers: stores.servers, images: stores.images, flavors: stores.flavors, keypairs: stores.keypairs,
            networks: stores.networks, hosts: stores.hosts, driver: driver, disks: disks, settings: settings,
            world: world, wake: { waker.wake($0) })
        let consoles = ConsoleService(
            servers: stores.servers, driver: driver, tokens: ConsoleTokenTable(), lifetime: 600,
            place: { ConsolePlace(scheme: "http", authority: "127.0.0.1:6080", path: "") }, world: world)
        let parts = TestComputeParts(
            stores: stores, servers: servers, consoles: consoles, settings: settings, world: world)
        let requests = World.counting()
        server = APIServer(
            mounts: APIMount.compute(resources(parts)), authenticator: TestAuthenticator(),
            policy: try PolicyEngine(), makeUUID: requests.makeUUID)
    }

    private static var logger: Logger {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }

    /// - Parameters:
    ///   - path: below the version: `servers/detail`.
    ///   - version: `2.26`; `v2` for the legacy API; nil for no header.
    func send(
        _ method: HTTPRequest.Method = .get, _ path: String, as sender: Sender = .member, version: String? = nil,
        body: String? = nil
    ) async throws -> TestResponse {
        try await withClient { client in
            try await self.send(method, path, as: sender, version: version, body: body, through: client)
        }
    }

    /// For many requests one after the other.
    func withClient<Result: Sendable>(
        _ body: @escaping @Sendable (any TestClientProtocol) async throws -> Result
    ) async throws -> Result {
        try await Application(responder: server, logger: Self.logger).test(.router, body)
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, as sender: Sender, version: String?, body: String? = nil,
        through client: any TestClientProtocol
    ) async throws -> TestResponse {
        var headers: HTTPFields = [:]
        if sender != .nobody { headers[try #require(HTTPField.Name("X-Auth-Token"))] = sender.rawValue }
        if let version, version != "v2" {
            headers[try #require(HTTPField.Name("OpenStack-API-Version"))] = "compute \(version)"
        }
        return try await client.execute(
            uri: "/\(version == "v2" ? "v2" : "v2.1")/\(path)", method: method, headers: headers,
            body: body.map { ByteBuffer(string: $0) })
    }
}

typealias HTTPMethod = HTTPRequest.Method

/// What resources are made of.
struct TestComputeParts {
    let stores: Stores
    let servers: ServerService
    let consoles: ConsoleService
    let settings: ComputeSettings
    let world: World
}

/// A clock that moves when it is told to. Starts at 2026-11-21T07:10:09.123456Z.
final class TestClock: Sendable {
    private let microseconds = Mutex<Int64>(1_795_245_009_123_456)

    var now: Timestamp { Timestamp(microseconds: microseconds.withLock { $0 }) }

    func advance(seconds: Int64) {
        microseconds.withLock { $0 += seconds * 1_000_000 }
    }
}

/// Believes tokens that are the names of senders.
struct TestAuthenticator: Authenticator {
    func authenticate(token: String) async throws(IdentityError) -> Caller {
        switch TestCompute.Sender(rawValue: token) {
        case .admin: caller(TestCompute.project, [.admin])
        case .member: caller(TestCompute.project, [.member])
        case .reader: caller(TestCompute.project, [.reader])
        case .stranger: caller(TestCompute.otherProject, [.member])
        case .foreignAdmin: caller(TestCompute.otherProject, [.admin])
        case .nobody, nil: throw .unauthorized
        }
    }

    private func caller(_ project: ProjectID, _ roles: RoleSet) -> Caller {
        Caller(
            userID: TestCompute.user.text, userName: "user", projectID: project.text, projectName: "project",
            roles: roles, expiresAt: UnixTime(microseconds: .max), auditID: "audit")
    }
}

extension TestResponse {
    var json: JSONValue? { try? JSONParser.parse(Array(body.readableBytesView)) }
    var text: String { String(buffer: body) }

    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }

    /// The message of the answer's fault, whatever its name.
    var message: String? { json?.object?.members.first?.value[key: "message"]?.text }
}
