package import Compute
package import DurableActions
import Foundation
package import Logging
package import Store
import StoreSQLite
import Synchronization

extension CrashMatrix {
    /// One host whose hypervisor and disks are in memory, around a store on disk. Runners come and go on it.
    package final class Bench: Sendable {
        package static let project = ProjectID("11111111111111111111111111111111")
        package static let user = UserID("33333333333333333333333333333333")
        package static let host = HostName("node-1")
        package static let flavor = "m1"
        package static let largerFlavor = "m2"
        package static let image = ImageID("aaaaaaaa-0000-4000-8000-000000000001")
        /// One that some scenarios add.
        package static let otherImage = ImageID("aaaaaaaa-0000-4000-8000-000000000002")

        package let driver = FakeHypervisor()
        package let disks = FakeInstanceDisks()
        package let imageFiles = FakeImageFiles()
        package let world = World.counting()
        package let settings: ComputeSettings
        package let calls: Calls
        let log: Log
        private let folder: String
        private let current: Mutex<Stores>
        private let runner = Mutex<ActionRunner<ComputeChange>?>(nil)

        /// A store that knows a network, a flavor, an image and this host, and no server.
        package init(hasNetwork: Bool = true, _ fill: (inout ComputeSettings) -> Void = { _ in }) async throws {
            var settings = ComputeSettings(host: Self.host)
            settings.shutdownTimeout = .seconds(2)
            settings.shutdownRetry = .seconds(1)
            settings.softRebootTimeout = .seconds(2)
            fill(&settings)
            self.settings = settings
            folder = try Self.makeFolder()
            let stores = try Self.open(folder, world)
            current = Mutex(stores)
            log = Log(stores.actions)
            calls = Calls(driver, disks, log)
            try await furnish(stores, hasNetwork: hasNetwork)
        }

        deinit {
            try? FileManager.default.removeItem(atPath: folder)
        }

        package var stores: Stores { current.withLock { $0 } }

        package var service: ServerService {
            let stores = stores
            return ServerService(
                servers: stores.servers, images: stores.images, flavors: stores.flavors, keypairs: stores.keypairs,
                networks: stores.networks, hosts: stores.hosts, driver: driver, disks: disks, settings: settings,
                world: world, wake: { [self] in wake($0) })
        }

        package var images: ImageService { ImageService(images: stores.images, files: imageFiles, world: world) }

        /// Closes the store and opens it anew, as a restart of the daemon does.
        package func reopen() async throws {
            await stores.close()
            let stores = try Self.open(folder, world)
            log.use(stores.actions)
            current.withLock { $0 = stores }
            _ = try await images.recover()
        }

        /// Removes the database; the bench can't be used afterwards.
        package func close() async {
            // A watcher may hold this bench.
            calls.watch(nil)
            await stores.close()
            try? FileManager.default.removeItem(atPath: folder)
        }

        /// A new request of the project's user.
        package func origin() -> Origin {
            Origin(
                requestID: "req-" + world.makeUUID(), userID: Self.user, projectID: Self.project, passesLocks: false)
        }

        /// Runs until no action is open, with a runner of its own.
        /// - Throws: `ActionRunnerError.crashed` when the hook said so; then the runner is dead and the store as it left it.
        package func runUntilIdle(crash: CrashHook? = nil) async throws {
            let (ends, continuation) = AsyncStream.makeStream(of: Void.self)
            let runner = try makeRunner(Ends(continuation), crash)
            _ = try await runner.recover()
            self.runner.withLock { $0 = runner }
            continuation.yield()
            async let watched: Void = stop(runner, whenIdleAfter: ends)
            do {
                try await runner.run()
            } catch {
                continuation.finish()
                try await watched
                throw error
            }
            continuation.finish()
            try await watched
        }

        private func stop(_ runner: ActionRunner<ComputeChange>, whenIdleAfter ends: AsyncStream<Void>) async throws {
            defer { runner.stop() }
            for await _ in ends where try await log.openRows(host: Self.host.text).isEmpty { return }
        }

        /// Makes a request while the runner works, and returns when the runner knows of it.
        package func interrupt(_ id: ServerID, _ request: () async throws -> Void) async throws {
            try await request()
            await log.untilRead(id.text) { wake(id) }
            for _ in 0..<10 { await Task.yield() }
        }

        private func wake(_ id: ServerID) {
            runner.withLock { $0 }?.wake(id.text)
        }

        private func makeRunner(
            _ observer: any ActionObserver, _ crash: CrashHook?
        ) throws -> ActionRunner<ComputeChange> {
            let stores = stores
            var registry = ActionRegistry<ComputeChange>()
            try registry.registerServerActions(
                ServerActionEnvironment(
                    servers: stores.servers, networks: stores.networks, driver: driver, disks: disks,
                    images: images, owners: Owners(), settings: settings, world: world, clock: Clock()))
            return ActionRunner(
                host: Self.host.text, log: log, registry: registry,
                settings: ActionRunnerSettings(pollInterval: Clock.long), clock: Clock(),
                now: { [world] in Date(timeIntervalSince1970: Double(world.now().microseconds) / 1_000_000) },
                observer: observer, crashHook: crash, logger: Self.silent)
        }

        /// Says nothing.
        package static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

        private static func makeFolder() throws -> String {
            let memory = "/dev/shm"
            let parent = FileManager.default.isWritableFile(atPath: memory) ? memory + "/" : NSTemporaryDirectory()
            let path = parent + "aerie-bench-" + UUID().uuidString
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            return path
        }

        private static func open(_ folder: String, _ world: World) throws -> Stores {
            try SQLiteStore.open(path: folder + "/aerie.sqlite", world: world, logger: silent)
        }
    }

    private struct Owners: OwnerDirectory {
        func names(user: UserID, project: ProjectID) async -> OwnerNames { OwnerNames(user: "ann", project: "demo") }
    }

    private struct Ends: ActionObserver {
        private let continuation: AsyncStream<Void>.Continuation

        init(_ continuation: AsyncStream<Void>.Continuation) {
            self.continuation = continuation
        }

        func observe(_ event: ActionEvent) {
            if case .ended = event { continuation.yield() }
        }
    }
}
