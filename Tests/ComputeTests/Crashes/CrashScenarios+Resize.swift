import AerieTestSupport
import Compute
import Store

extension CrashScenarios {
    static let resizes: [CrashMatrix.Scenario] = resizing + failingResizes + endsOfResizes

    private static let resizing: [CrashMatrix.Scenario] = [
        resize, resizeOfStopped, resizeAfterReset, migrate,
        CrashMatrix.Scenario("resize of a stubborn guest", on: stubborn) { bench, id in try await bench.resize(id) },
        CrashMatrix.Scenario("second resize", on: { try await $0.confirmed() }) { bench, id in
            try await bench.stores.flavors.addLarge()
            try await bench.resize(id, to: "m3")
        },
    ]

    private static let failingResizes: [CrashMatrix.Scenario] = [
        CrashMatrix.Scenario("resize to a smaller disk", on: { try await $0.larger() }) { bench, id in
            try await bench.resize(id, to: CrashMatrix.Bench.flavor)
        },
        CrashMatrix.Scenario("resize without room on the host", on: { try await $0.active() }) { bench, id in
            try await bench.stores.hosts.setDisabled(true, reason: "test", of: CrashMatrix.Bench.host)
            try await bench.resize(id)
        },
        failingResize("checkResize"), failingResize("plan"), failingResize("destroy"), failingResize("resize"),
        failingResize("define"), failingResize("start"), failingResizeOfStopped,
    ]

    private static let endsOfResizes: [CrashMatrix.Scenario] = [
        confirm, confirmOfStopped, revert, revertOfStopped,
        failing("confirm whose removal fails", "removeResized", confirmIt),
        failing("revert that can't power off", "destroy", revertIt),
        failing("revert that can't put the disks back", "revertResize", revertIt),
        failing("revert that can't define its guest", "define", revertIt),
        failing("revert that can't start its guest", "start", revertIt),
        CrashMatrix.Scenario(
            "confirm when the time is up", settings: { $0.resizeConfirmWindow = 1 }, on: { try await $0.resized() }
        ) { bench, _ in
            bench.pass(seconds: 1)
            await bench.resizeConfirmer.look()
        },
        CrashMatrix.Scenario("delete of a resized server", on: { try await $0.resized() }) { bench, id in
            try await bench.service.delete(id, in: .everything, origin: bench.origin())
        },
        CrashMatrix.Scenario(
            "soft delete of a resized server", settings: { $0.reclaimInterval = 1000 }, on: { try await $0.resized() }
        ) { bench, id in
            try await bench.service.delete(id, in: .everything, origin: bench.origin())
        },
    ]

    static let resize = CrashMatrix.Scenario("resize", on: { try await $0.active() }) { bench, id in
        try await bench.resize(id)
    }

    static let resizeOfStopped = CrashMatrix.Scenario("resize of a stopped server", on: { try await $0.stopped() }) {
        bench, id in try await bench.resize(id)
    }

    static let confirm = CrashMatrix.Scenario("confirm of a resize", on: { try await $0.resized() }, confirmIt)

    static let confirmOfStopped = CrashMatrix.Scenario(
        "confirm of a stopped server's resize", on: { try await $0.resized(try await $0.stopped()) }, confirmIt)

    static let revert = CrashMatrix.Scenario("revert of a resize", on: { try await $0.resized() }, revertIt)

    static let revertOfStopped = CrashMatrix.Scenario(
        "revert of a stopped server's resize", on: { try await $0.resized(try await $0.stopped()) }, revertIt)

    @Sendable private static func confirmIt(_ bench: CrashMatrix.Bench, _ id: ServerID) async throws {
        try await bench.service.confirmResize(id, in: .everything, origin: bench.origin())
    }

    @Sendable private static func revertIt(_ bench: CrashMatrix.Bench, _ id: ServerID) async throws {
        try await bench.service.revertResize(id, in: .everything, origin: bench.origin())
    }

    static let migrate = CrashMatrix.Scenario("migrate", on: { try await $0.active() }) { bench, id in
        try await bench.service.migrate(id, to: nil, in: .everything, origin: bench.origin())
    }

    /// What the first resize has kept is of no use any more.
    private static let resizeAfterReset = CrashMatrix.Scenario(
        "resize of a server whose first one a reset has ended",
        on: { bench in
            let id = try await bench.resized()
            try await bench.service.resetState(id, to: .active, in: .everything, origin: bench.origin())
            try await bench.stores.flavors.addLarge()
            return id
        }
    ) { bench, id in
        try await bench.resize(id, to: "m3")
    }

    private static func failingResize(_ call: String) -> CrashMatrix.Scenario {
        CrashMatrix.Scenario("resize whose \(call) fails", on: call == "destroy" ? stubborn : running) { bench, id in
            bench.calls.failOnce(call)
            try await bench.resize(id)
        }
    }

    @Sendable private static func running(_ bench: CrashMatrix.Bench) async throws -> ServerID {
        try await bench.active()
    }

    private static let failingResizeOfStopped = CrashMatrix.Scenario(
        "resize of a stopped server whose definition fails", on: { try await $0.stopped() }
    ) { bench, id in
        bench.calls.failOnce("define")
        try await bench.resize(id)
    }

    private static func failing(
        _ name: String, _ call: String,
        _ request: @escaping @Sendable (CrashMatrix.Bench, ServerID) async throws -> Void
    ) -> CrashMatrix.Scenario {
        CrashMatrix.Scenario(name, on: { try await $0.resized() }) { bench, id in
            bench.calls.fail(call)
            try await request(bench, id)
        }
    }
}

extension CrashMatrix.Bench {
    /// A server of the larger flavor.
    fileprivate func larger() async throws -> ServerID {
        var request = request()
        request.flavorRef = Self.largerFlavor
        let id = try await create(request)
        try await runUntilIdle()
        return id
    }

    /// A server whose resize was confirmed.
    fileprivate func confirmed() async throws -> ServerID {
        let id = try await resized()
        try await service.confirmResize(id, in: .everything, origin: origin())
        try await runUntilIdle()
        return id
    }
}

extension FlavorStore {
    fileprivate func addLarge() async throws(ComputeError) {
        try await create(
            FlavorRecord(
                id: "m3", name: "m3.large", vcpus: 2, ram: 2048, disk: 40, createdAt: Timestamp(microseconds: 0)))
    }
}
