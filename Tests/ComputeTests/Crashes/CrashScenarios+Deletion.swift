import AerieTestSupport
import Compute

/// Deletions that are deferred, and what ends them.
extension CrashScenarios {
    static let deletion: [CrashMatrix.Scenario] = [
        softDelete, softDeleteSuspended, failingSoftDelete, softDeleteOfRestoring, restore, restoreSuspended,
        failingRestore, forceDelete, forceDeleteOfSoftDeleting, reclaim,
    ]

    @Sendable private static func defer1000(_ settings: inout ComputeSettings) { settings.reclaimInterval = 1000 }

    static let softDelete = CrashMatrix.Scenario("soft delete", settings: defer1000, on: { try await $0.active() }) {
        bench, id in try await bench.service.delete(id, in: .everything, origin: bench.origin())
    }

    static let softDeleteSuspended = CrashMatrix.Scenario(
        "soft delete of a suspended server", settings: defer1000, on: { try await $0.suspended() }
    ) { bench, id in
        try await bench.service.delete(id, in: .everything, origin: bench.origin())
    }

    static let failingSoftDelete = CrashMatrix.Scenario(
        "soft delete that fails", settings: defer1000, on: { try await $0.active() }
    ) { bench, id in
        bench.calls.fail("destroy")
        try await bench.service.delete(id, in: .everything, origin: bench.origin())
    }

    static let softDeleteOfRestoring = CrashMatrix.Scenario(
        "soft delete of a server that is being restored", settings: defer1000, on: { try await $0.softDeleted() }
    ) { bench, id in
        try await bench.service.restore(id, in: .everything, origin: bench.origin())
        try await bench.service.delete(id, in: .everything, origin: bench.origin())
    }

    static let restore = CrashMatrix.Scenario("restore", settings: defer1000, on: { try await $0.softDeleted() }) {
        bench, id in try await bench.service.restore(id, in: .everything, origin: bench.origin())
    }

    static let restoreSuspended = CrashMatrix.Scenario(
        "restore of a suspended server", settings: defer1000,
        on: { try await $0.softDeleted(try await $0.suspended()) }
    ) { bench, id in
        try await bench.service.restore(id, in: .everything, origin: bench.origin())
    }

    static let failingRestore = CrashMatrix.Scenario(
        "restore that fails", settings: defer1000, on: { try await $0.softDeleted() }
    ) { bench, id in
        bench.calls.fail("start")
        try await bench.service.restore(id, in: .everything, origin: bench.origin())
    }

    static let forceDelete = CrashMatrix.Scenario(
        "force delete of a soft-deleted server", settings: defer1000, on: { try await $0.softDeleted() }
    ) { bench, id in
        try await bench.service.forceDelete(id, in: .everything, origin: bench.origin())
    }

    static let forceDeleteOfSoftDeleting = CrashMatrix.Scenario(
        "force delete of a server that is being soft-deleted", settings: defer1000, on: { try await $0.active() }
    ) { bench, id in
        try await bench.service.delete(id, in: .everything, origin: bench.origin())
        try await bench.service.forceDelete(id, in: .everything, origin: bench.origin())
    }

    static let reclaim = CrashMatrix.Scenario(
        "reclaim", settings: { $0.reclaimInterval = 1 }, on: { try await $0.softDeleted() }
    ) { bench, _ in
        bench.pass(seconds: 1)
        await bench.reclaimer.look()
    }
}
