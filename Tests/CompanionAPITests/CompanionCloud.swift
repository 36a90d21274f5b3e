import AerieTestSupport
import Compute
import FoundationEssentials
import HTTPAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import IdentityAPI
import ImageAPI
import Logging
import NetworkAPI
import Synchronization
import Testing

/// The three companions over stores in memory: user `root` (password `secret`) is admin of project `admin`, `alice` is
/// member of `red`, and `bob` of `blue`.
struct CompanionCloud {
    let identity: IdentityService
    let imageStore = MemoryImageStore()
    let files: MemoryImageFiles
    let images: ImageService
    let server: APIServer
    let admin: Project
    let red: Project
    let blue: Project
    let root: User
    let alice: User
    let bob: User

    init(links: LinkSettings = LinkSettings(), imageLimit: Int = .max) async throws {
        let store = MemoryIdentityStore()
        let signer = TokenSigner(keys: try Self.keys())
        let authenticator = TokenAuthenticator(store: store, signer: signer, settings: TokenSettings())
        let hasher = PasswordHasher(parameters: ScryptParameters(logN: 4, blockSize: 8, parallelism: 1))
        let identity = IdentityService(
            store: store, signer: signer, gate: LoginGate(hasher: hasher), authenticator: authenticator,
            logger: Logger(label: "test"))
        admin = try await identity.createProject(NewProject(name: "admin"))
        red = try await identity.createProject(NewProject(name: "red"))
        blue = try await identity.createProject(NewProject(name: "blue"))
        root = try await identity.createUser(NewUser(name: "root", password: "secret"))
        alice = try await identity.createUser(NewUser(name: "alice", password: "secret"))
        bob = try await identity.createUser(NewUser(name: "bob", password: "secret"))
        try await identity.grant(.admin, user: root.id, project: admin.id)
        try await identity.grant(.member, user: alice.id, project: red.id)
        try await identity.grant(.member, user: bob.id, project: blue.id)
        self.identity = identity

        let world = World.steps()
        files = MemoryImageFiles(limit: imageLimit)
        images = ImageService(images: imageStore, files: files, world: world)
        let networks = NetworkService(networks: try Samples.networks(red: red.id, blue: blue.id))
        server = APIServer(
            mounts: APIMount.identity(identity, catalog: Catalog()) + APIMount.image(images)
                + APIMount.network(networks),
            authenticator: authenticator, policy: try PolicyEngine(), settings: APISettings(links: links),
            makeUUID: world.makeUUID)
    }

    /// Fresh keys, whose files are gone at once.
    private static func keys() throws -> SigningKeys {
        let directory = "\(FileManager.default.temporaryDirectory.path)/aerie-keys-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        return try SigningKeys.loadOrCreate(directory: directory)
    }

    func run(_ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void) async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        try await Application(responder: server, logger: logger).test(.router) { try await body($0) }
    }

    /// A token of the user's own project.
    func token(_ user: User) async throws -> String {
        let project = user.id == root.id ? admin : user.id == alice.id ? red : blue
        let request = AuthenticationRequest(
            methods: [.password(.id(user.id), password: "secret")], scope: .project(.id(project.id)))
        return try await identity.authenticate(request).token
    }
}

extension World {
    /// Time and ids that count.
    static func steps() -> World {
        let counter = Counter()
        return World(
            now: { Timestamp(microseconds: 1_780_000_000_000_000 + counter.next() * 1_000_000) },
            makeUUID: {
                let digits = String(counter.next(), radix: 16)
                return "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
            },
            randomBytes: { [UInt8](repeating: 7, count: $0) })
    }
}

private final class Counter: Sendable {
    private let value = Mutex<Int64>(0)

    func next() -> Int64 {
        value.withLock {
            $0 += 1
            return $0
        }
    }
}
