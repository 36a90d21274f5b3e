import AerieTestSupport
import Compute
import Store

/// Servers that are put on the shelf, and taken from it.
extension CrashScenarios {
    static let shelving: [CrashMatrix.Scenario] =
        [
            shelve, shelve("shelve of a stopped server") { try await $0.stopped() },
            shelve("shelve of a paused server") { try await $0.paused() },
            shelve("shelve of a suspended server") { try await $0.suspended() },
            shelve("shelve of a stubborn guest", on: stubborn),
            shelve("shelve that leaves the server on its host", settings: stays) { try await $0.active() },
        ] + failingShelves + [shelveWhoseImageIsDeleted, deleteOfShelving] + offloads + unshelves + endsOfShelved

    static let preemptibleShelving = [
        shelve, shelve("shelve of a paused server") { try await $0.paused() }, offload, unshelve, unshelveOnHost,
    ]

    static let shelve: CrashMatrix.Scenario = shelve("shelve") { try await $0.active() }
    static let offload: CrashMatrix.Scenario = offload(nil)
    static let unshelve: CrashMatrix.Scenario = unshelve("unshelve")
    static let unshelveOnHost: CrashMatrix.Scenario = unshelve("unshelve of a server on its host", settings: stays)

    @Sendable private static func stays(_ settings: inout ComputeSettings) { settings.shelvedOffloadTime = -1 }

    private static func shelve(
        _ name: String, settings: @escaping @Sendable (inout ComputeSettings) -> Void = { _ in },
        failing call: String? = nil, on prepare: @escaping @Sendable (CrashMatrix.Bench) async throws -> ServerID
    ) -> CrashMatrix.Scenario {
        CrashMatrix.Scenario(name, settings: settings, on: prepare) { bench, id in
            if let call { bench.calls.fail(call) }
            try await bench.service.shelve(id, in: .everything, origin: bench.origin())
        }
    }

    private static let failingShelves: [CrashMatrix.Scenario] =
        ["perform", "beginCopy", "discardSavedMemory", "undefine", "remove"].map { (call: String) in
            shelve("shelve whose \(call) fails", failing: call) { try await $0.active() }
        } + [
            shelve("shelve of a stopped server whose perform fails", failing: "perform") { try await $0.stopped() },
            shelve("shelve of a paused server whose copyDisk fails", failing: "copyDisk") { try await $0.paused() },
        ]

    private static let shelveWhoseImageIsDeleted = CrashMatrix.Scenario(
        "shelve whose image its user deletes at once", on: { try await $0.active() }
    ) { bench, id in
        try await bench.service.shelve(id, in: .everything, origin: bench.origin())
        try await bench.deleteShelvedImage()
    }

    private static let deleteOfShelving = CrashMatrix.Scenario(
        "delete of a server that is being shelved", on: { try await $0.active() }
    ) { bench, id in
        try await bench.service.shelve(id, in: .everything, origin: bench.origin())
        try await bench.service.delete(id, in: .everything, origin: bench.origin())
    }

    private static let offloads: [CrashMatrix.Scenario] = [
        offload, offload("undefine"), offload("remove"),
        CrashMatrix.Scenario(
            "offload of a server whose image is gone", settings: stays,
            on: { bench in
                let id = try await bench.shelved()
                try await bench.deleteShelvedImage()
                return id
            }
        ) { bench, id in
            try await bench.service.shelveOffload(id, in: .everything, origin: bench.origin())
        },
        CrashMatrix.Scenario(
            "offload when its time is up", settings: { $0.shelvedOffloadTime = 1 }, on: { try await $0.shelved() }
        ) { bench, _ in
            bench.pass(seconds: 1)
            await bench.offloader.look()
        },
    ]

    private static func offload(_ call: String?) -> CrashMatrix.Scenario {
        CrashMatrix.Scenario(
            call.map { "offload whose \($0) fails" } ?? "offload", settings: stays, on: { try await $0.shelved() }
        ) { bench, id in
            if let call { bench.calls.fail(call) }
            try await bench.service.shelveOffload(id, in: .everything, origin: bench.origin())
        }
    }

    private static let unshelves: [CrashMatrix.Scenario] =
        [
            unshelveOnHost,
            unshelve("unshelve of a server on its host whose start fails", settings: stays, failing: "start"),
            unshelve, unshelve("unshelve whose plug fails", failing: "plug"),
            unshelve("unshelve whose prepare fails", failing: "prepare"),
            unshelve("unshelve whose start fails", failing: "start"),
            unshelve(
                "unshelve without a host",
                after: { try await $0.stores.hosts.setDisabled(true, reason: "test", of: CrashMatrix.Bench.host) }),
            unshelve("unshelve of a server whose image is gone", after: { try await $0.deleteShelvedImage() }),
        ]

    private static func unshelve(
        _ name: String, settings: @escaping @Sendable (inout ComputeSettings) -> Void = { _ in },
        failing call: String? = nil,
        after prepare: @escaping @Sendable (CrashMatrix.Bench) async throws -> Void = { _ in }
    ) -> CrashMatrix.Scenario {
        CrashMatrix.Scenario(
            name, settings: settings,
            on: { bench in
                let id = try await bench.shelved()
                try await prepare(bench)
                return id
            }
        ) { bench, id in
            if let call { bench.calls.fail(call) }
            try await bench.service.unshelve(id, to: UnshelveTarget(), in: .everything, origin: bench.origin())
        }
    }

    private static let endsOfShelved: [CrashMatrix.Scenario] = [
        delete("delete of a shelved server", settings: stays), delete("delete of a shelved server without a host"),
        CrashMatrix.Scenario("delete of a server that is being unshelved", on: { try await $0.shelved() }) {
            bench, id in
            try await bench.service.unshelve(id, to: UnshelveTarget(), in: .everything, origin: bench.origin())
            try await bench.service.delete(id, in: .everything, origin: bench.origin())
        },
        delete("soft delete of a shelved server without a host", settings: { $0.reclaimInterval = 1000 }),
        CrashMatrix.Scenario(
            "restore of a shelved server",
            settings: {
                $0.reclaimInterval = 1000
                $0.shelvedOffloadTime = -1
            }, on: { try await $0.softDeleted(try await $0.shelved()) }
        ) { bench, id in
            try await bench.service.restore(id, in: .everything, origin: bench.origin())
        },
    ]

    private static func delete(
        _ name: String, settings: @escaping @Sendable (inout ComputeSettings) -> Void = { _ in }
    ) -> CrashMatrix.Scenario {
        CrashMatrix.Scenario(name, settings: settings, on: { try await $0.shelved() }) { bench, id in
            try await bench.service.delete(id, in: .everything, origin: bench.origin())
        }
    }
}

extension CrashMatrix.Bench {
    /// Every image but the one that servers are made of.
    func deleteShelvedImage() async throws {
        for image in try await stores.images.images(ImageQuery(scope: .everything, page: Page(limit: 100)))
        where image.id != Self.image {
            try await images.delete(image.id, in: .everything)
        }
    }
}
