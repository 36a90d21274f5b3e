package import Compute
import FoundationEssentials
import Libvirt
package import Logging
import Synchronization

/// Guests on this host, by libvirt.
///
/// Three kinds of connections, each with threads of its own: for what libvirtd answers by itself, for what waits for a
/// guest's QEMU, and for what starts, ends and defines. So neither fifty guests that start nor a QEMU that hangs hold up
/// an answer. No two calls that run at once share a connection.
package final class LibvirtHypervisor: Sendable {
    let settings: LibvirtDriverSettings
    let logger: Logger
    let clock: any Clock<Duration>
    let reads: ManagedConnection
    let questions: ManagedConnection
    let changes: ManagedConnection
    let hub = GuestEventHub()
    let memory = Mutex(Memory())
    private let incoming: EventStream

    /// What was found out about the host and holds as long as the connection does.
    struct Memory: Sendable {
        var capabilities: HostAbilities?
        var abilities: [GuestAbilities.Question: GuestAbilities] = [:]
        var ourGuests: Set<UUID> = []
        /// Of running guests whose diagnostics were asked for.
        var wirings: [UUID: GuestWiring] = [:]
        var virtType: VirtType?
        var opensDirectly: Bool?
        var knowsFilter = false
        /// Names of the networks that were compared with their record.
        var checkedNetworks: Set<String> = []
        /// By libvirt network, the addresses whose standing reservation it was seen to have.
        var standing: [String: Set<Compute.IPv4Address>] = [:]
    }

    /// - Throws: `.unavailable` when libvirt's event loop can't be started.
    package init(
        _ settings: LibvirtDriverSettings, logger: Logger, clock: any Clock<Duration> = ContinuousClock()
    ) throws(HypervisorError) {
        self.settings = settings
        self.logger = logger
        self.clock = clock
        let loop: EventLoop
        do { loop = try EventLoop() } catch { throw HypervisorError(error) }
        reads = ManagedConnection(settings.connection, loop: loop, lanes: Lanes(clock: clock), clock: clock)
        questions = ManagedConnection(settings.connection, loop: loop, lanes: Lanes(clock: clock), clock: clock)
        var lanes = LaneSettings()
        lanes.threads = settings.parallelChanges
        lanes.perKey = 1
        changes = ManagedConnection(
            settings.connection, loop: loop, lanes: Lanes(lanes, clock: clock), clock: clock)
        incoming = reads.events()
    }

    /// Connects, stays connected and passes events on until its task is cancelled. Run it once.
    package func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.reads.run() }
            group.addTask { await self.questions.run() }
            group.addTask { await self.changes.run() }
            group.addTask { await self.passOnEvents() }
        }
    }

    /// - Returns: false when `limit` was over first.
    package func waitUntilConnected(within limit: Duration) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                for connection in [self.reads, self.questions, self.changes] {
                    guard await connection.statuses().contains(where: \.isConnected) else { return false }
                }
                return true
            }
            group.addTask {
                try? await self.clock.sleep(for: limit)
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
    }

    private func passOnEvents() async {
        for await event in incoming {
            switch event {
            case .domain(let event):
                _ = memory.withLock { $0.wirings.removeValue(forKey: event.uuid) }
                if case .lifecycle = event.change { hub.publish(.changed(ServerID(event.uuid))) }
            case .missed:
                memory.withLock { $0.wirings = [:] }
                hub.publish(.lookAgain)
            case .connected:
                memory.withLock { $0 = Memory(virtType: $0.virtType) }
                logger.info("connected to the hypervisor", metadata: ["uri": "\(settings.uri)"])
                hub.publish(.connectionRestored)
            case .disconnected: hub.publish(.connectionLost)
            }
        }
        hub.finish()
    }
}

extension LibvirtDriverSettings {
    var connection: ManagedConnection.Settings {
        var connection = ManagedConnection.Settings(uri: uri)
        connection.keepAliveInterval = keepAliveInterval
        connection.keepAliveCount = keepAliveCount
        connection.backoff = backoff
        return connection
    }
}

extension ServerID {
    /// libvirt's bytes in the API's spelling.
    init(_ uuid: UUID) {
        self.init(uuid.uuidString.lowercased())
    }

    func uuid() throws(HypervisorError) -> UUID {
        guard let uuid = UUID(uuidString: text) else { throw .noGuest(self) }
        return uuid
    }
}
