import AerieTestSupport
import Compute
import Store
import Synchronization
import Testing

@Suite("Networks are kept as they should be", .timeLimit(.minutes(20)))
struct NetworkReconcilerTests {
    private static func reconciler(
        _ bench: Bench, clock: any Clock<Duration> = LimitedClock(pauses: 0)
    ) -> NetworkReconciler {
        NetworkReconciler(
            servers: bench.stores.servers, networks: bench.stores.networks, driver: bench.driver, host: Bench.host,
            conditions: NetworkConditions(), clock: clock, logger: Bench.silent)
    }

    private static func network(_ bench: Bench) async throws -> NetworkID {
        try #require(await bench.stores.networks.networks(in: .everything).first).id
    }

    /// Runs until the network has been looked after `count` times, of which the first `failures` fail.
    private static func running(
        _ reconciler: NetworkReconciler, _ bench: Bench, until count: Int, failures: Int = 0,
        _ between: @escaping @Sendable (Int) -> Void = { _ in }
    ) async {
        let (looks, look) = AsyncStream.makeStream(of: Int.self)
        let seen = Mutex(0)
        bench.driver.interpose { call throws(HypervisorError) in
            guard call == "ensureNetwork" else { return }
            let number = seen.withLock { seen in
                seen += 1
                return seen
            }
            look.yield(number)
            if number <= failures { throw .failed("no") }
        }
        let task = Task { await reconciler.run() }
        for await number in looks {
            if number >= count { break }
            between(number)
        }
        task.cancel()
        await task.value
        bench.driver.interpose(nil)
    }

    @Test("A network that nobody uses is left alone")
    func unused() async throws {
        let bench = try await Bench()
        let reconciler = Self.reconciler(bench)
        let id = try await Self.network(bench)
        #expect(reconciler.conditions.condition(of: id) == nil)
        #expect(await reconciler.reconcile())
        #expect(reconciler.conditions.condition(of: id) == .unused)
        #expect(bench.driver.now.networks.isEmpty)
        await bench.close()
    }

    @Test("A network that has gone away is made again, with its reservations, and others' are left while actions run")
    func gone() async throws {
        let bench = try await Bench()
        _ = try await bench.active()
        let before = bench.driver.now
        let stray = PortID("port-x")
        bench.driver.change {
            $0.networks = []
            $0.reservations = [stray: ServerID("stray")]
        }
        let reconciler = Self.reconciler(bench)
        #expect(await reconciler.reconcile())
        #expect(bench.driver.now.networks == before.networks)
        #expect(Set(bench.driver.now.reservations.keys) == Set(before.reservations.keys).union([stray]))
        #expect(await reconciler.reconcile(removesStrays: true))
        #expect(bench.driver.now.reservations == before.reservations)
        await bench.close()
    }

    @Test("A failure is tried again after pauses that grow, until it holds")
    func retries() async throws {
        let bench = try await Bench()
        _ = try await bench.active()
        let clock = LimitedClock(pauses: 7)
        let reconciler = Self.reconciler(bench, clock: clock)
        let id = try await Self.network(bench)
        await Self.running(reconciler, bench, until: 8, failures: 6)
        #expect(clock.pauses == [1, 2, 4, 8, 16, 30, 30].map { .seconds($0) })
        #expect(reconciler.conditions.condition(of: id) == .holds)
        await bench.close()
    }

    @Test("What is wrong can be seen until it is mended")
    func conditions() async throws {
        let bench = try await Bench()
        _ = try await bench.active()
        let reconciler = Self.reconciler(bench)
        let id = try await Self.network(bench)
        bench.driver.change { $0.failures = ["ensureNetwork": .failed("no bridge")] }
        #expect(await !reconciler.reconcile())
        #expect(reconciler.conditions.condition(of: id) == .failing("no bridge"))
        #expect(await reconciler.reconcile())
        #expect(reconciler.conditions.condition(of: id) == .holds)
        await bench.close()
    }

    @Test("When the hypervisor is back, networks are looked at at once")
    func reconnected() async throws {
        let bench = try await Bench()
        _ = try await bench.active()
        await Self.running(Self.reconciler(bench), bench, until: 2) { _ in
            bench.driver.tell(.connectionRestored)
        }
        await bench.close()
    }
}
