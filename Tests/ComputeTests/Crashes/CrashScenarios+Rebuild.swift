import AerieTestSupport
import Compute
import Store

extension CrashScenarios {
    static let rebuilds: [CrashMatrix.Scenario] = [
        rebuild, rebuildOfStopped,
        CrashMatrix.Scenario("rebuild of a stubborn guest", on: stubborn) { bench, id in try await bench.rebuild(id) },
        CrashMatrix.Scenario("rebuild of a server in ERROR whose disk is lost", on: broken) { bench, id in
            try await bench.rebuild(id)
        },
        CrashMatrix.Scenario("rebuild that keeps the ephemeral disk", on: withEphemeral) { bench, id in
            try await bench.rebuild(id) { $0.keepsEphemeral = true }
        },
        CrashMatrix.Scenario("rebuild that makes the ephemeral disk anew", on: withEphemeral) { bench, id in
            try await bench.rebuild(id)
        },
        CrashMatrix.Scenario("rebuild of a guest whose disk is elsewhere", on: { try await $0.active() }) { bench, id in
            bench.calls.fail("checkDisks")
            try await bench.rebuild(id)
        },
        failing("prepareRebuild"), failing("writeRebuildConfigDrive"), failing("adoptRebuild"), failing("define"),
        failing("start"), failing("finishRebuild"),
        CrashMatrix.Scenario("rebuild of a stopped server that can't be defined", on: { try await $0.stopped() }) {
            bench, id in
            bench.calls.fail("define")
            try await bench.rebuild(id)
        },
        CrashMatrix.Scenario("delete of a server that is to be rebuilt", on: { try await $0.active() }) { bench, id in
            try await bench.rebuild(id)
            try await bench.service.delete(id, in: .everything, origin: bench.origin())
        },
    ]

    static let rebuild = CrashMatrix.Scenario("rebuild", on: { try await $0.active() }) { bench, id in
        try await bench.rebuild(id)
    }

    static let rebuildOfStopped = CrashMatrix.Scenario("rebuild of a stopped server", on: { try await $0.stopped() }) {
        bench, id in try await bench.rebuild(id)
    }

    private static func failing(_ call: String) -> CrashMatrix.Scenario {
        CrashMatrix.Scenario("rebuild whose \(call) fails", on: { try await $0.active() }) { bench, id in
            bench.calls.fail(call)
            try await bench.rebuild(id)
        }
    }

    /// Its guest is off and its disk is gone.
    @Sendable static func broken(_ bench: CrashMatrix.Bench) async throws -> ServerID {
        let id = try await bench.stopped()
        bench.disks.change { $0.servers.remove(id) }
        try await bench.service.resetState(id, to: .error, in: .everything, origin: bench.origin())
        return id
    }

    @Sendable private static func withEphemeral(_ bench: CrashMatrix.Bench) async throws -> ServerID {
        try await bench.stores.flavors.create(
            FlavorRecord(id: "e1", name: "e1", vcpus: 1, ram: 64, disk: 1, ephemeral: 1, createdAt: bench.world.now()))
        var request = bench.request()
        request.flavorRef = "e1"
        let id = try await bench.create(request)
        try await bench.runUntilIdle()
        return id
    }
}

extension CrashMatrix.Bench {
    /// Asks for a rebuild from another image, with another name and user data.
    func rebuild(_ id: ServerID, _ fill: (inout RebuildRequest) -> Void = { _ in }) async throws {
        var image = Self.linux(at: world.now())
        image.id = Self.otherImage
        image.name = "other"
        try await stores.images.create(image)
        var request = RebuildRequest(image: Self.otherImage)
        request.name = "rebuilt"
        request.userData = .set("bmV3")
        request.adminPassword = "new secret"
        fill(&request)
        _ = try await service.rebuild(
            id, request, user: Self.user, in: .everything, with: [], origin: origin())
    }
}
