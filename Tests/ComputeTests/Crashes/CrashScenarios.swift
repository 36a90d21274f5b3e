import AerieTestSupport
import Compute
import Store

/// Every action on servers, as it goes well and as it fails.
enum CrashScenarios {
    static let all: [CrashMatrix.Scenario] =
        [
            create, unplaced, unplugged, diskless, unplanned, unstarted, delete, deleteStopped, start, stop,
            stubbornStop,
            softReboot, stubbornSoftReboot, hardReboot, hardRebootOfStopped, failingStart, failingHardReboot,
            pause, unpause, suspend, resume, hardRebootOfSuspended, deleteSuspended, crashDump, failingPause,
            failingUnpause,
            failingSuspend, failingResume,
        ] + rescues + rebuilds + deletion + passwords + images + shelving + resizes

    static let pause = CrashMatrix.Scenario("pause", on: { try await $0.active() }) { bench, id in
        try await bench.service.pause(id, in: .everything, origin: bench.origin())
    }

    static let unpause = CrashMatrix.Scenario("unpause", on: { try await $0.paused() }) { bench, id in
        try await bench.service.unpause(id, in: .everything, origin: bench.origin())
    }

    static let suspend = CrashMatrix.Scenario("suspend", on: { try await $0.active() }) { bench, id in
        try await bench.service.suspend(id, in: .everything, origin: bench.origin())
    }

    static let resume = CrashMatrix.Scenario("resume", on: { try await $0.suspended() }) { bench, id in
        try await bench.service.resume(id, in: .everything, origin: bench.origin())
    }

    static let hardRebootOfSuspended = CrashMatrix.Scenario(
        "hard reboot of a suspended server", on: { try await $0.suspended() }
    ) { bench, id in
        try await bench.service.rebootHard(id, in: .everything, origin: bench.origin())
    }

    static let deleteSuspended = CrashMatrix.Scenario(
        "delete of a suspended server", on: { try await $0.suspended() }
    ) { bench, id in
        try await bench.service.delete(id, in: .everything, origin: bench.origin())
    }

    static let crashDump = CrashMatrix.Scenario("crash dump", on: { try await $0.active() }) { bench, id in
        try await bench.service.triggerCrashDump(id, in: .everything, origin: bench.origin())
    }

    static let failingPause = CrashMatrix.Scenario("pause that fails", on: { try await $0.active() }) { bench, id in
        bench.calls.fail("pause")
        try await bench.service.pause(id, in: .everything, origin: bench.origin())
    }

    static let failingUnpause = CrashMatrix.Scenario("unpause that fails", on: { try await $0.paused() }) {
        bench, id in
        bench.calls.fail("unpause")
        try await bench.service.unpause(id, in: .everything, origin: bench.origin())
    }

    static let failingSuspend = CrashMatrix.Scenario("suspend that fails", on: { try await $0.active() }) {
        bench, id in
        bench.calls.fail("save")
        try await bench.service.suspend(id, in: .everything, origin: bench.origin())
    }

    static let failingResume = CrashMatrix.Scenario("resume that fails", on: { try await $0.suspended() }) {
        bench, id in
        bench.calls.fail("restore")
        try await bench.service.resume(id, in: .everything, origin: bench.origin())
    }

    static let create = CrashMatrix.Scenario(
        "create", prepare: { _ in nil }, request: { bench, _ in try await bench.create() })

    static let unplaced = CrashMatrix.Scenario(
        "create without a host",
        prepare: { bench in
            try await bench.stores.hosts.setDisabled(true, reason: "test", of: CrashMatrix.Bench.host)
            return nil
        }, request: { bench, _ in try await bench.create() })

    static let unplugged = failingCreate("plug")
    static let diskless = failingCreate("prepare")
    static let unplanned = failingCreate("plan")
    static let unstarted = failingCreate("start")

    static let delete = CrashMatrix.Scenario("delete", on: { try await $0.active() }) { bench, id in
        try await bench.service.delete(id, in: .everything, origin: bench.origin())
    }

    static let deleteStopped = CrashMatrix.Scenario("delete of a stopped server", on: { try await $0.stopped() }) {
        bench, id in try await bench.service.delete(id, in: .everything, origin: bench.origin())
    }

    static let start = CrashMatrix.Scenario("start", on: { try await $0.stopped() }) { bench, id in
        try await bench.service.start(id, in: .everything, origin: bench.origin())
    }

    static let stop = CrashMatrix.Scenario("stop", on: { try await $0.active() }) { bench, id in
        try await bench.service.stop(id, in: .everything, origin: bench.origin())
    }

    static let stubbornStop = CrashMatrix.Scenario("stop of a stubborn guest", on: stubborn) { bench, id in
        try await bench.service.stop(id, in: .everything, origin: bench.origin())
    }

    static let softReboot = CrashMatrix.Scenario("soft reboot", on: { try await $0.active() }) { bench, id in
        try await bench.service.rebootSoftly(id, in: .everything, origin: bench.origin())
    }

    static let stubbornSoftReboot = CrashMatrix.Scenario("soft reboot of a stubborn guest", on: stubborn) { bench, id in
        try await bench.service.rebootSoftly(id, in: .everything, origin: bench.origin())
    }

    static let hardReboot = CrashMatrix.Scenario("hard reboot", on: { try await $0.active() }) { bench, id in
        try await bench.service.rebootHard(id, in: .everything, origin: bench.origin())
    }

    static let hardRebootOfStopped = CrashMatrix.Scenario(
        "hard reboot of a stopped server", on: { try await $0.stopped() }
    ) { bench, id in
        try await bench.service.rebootHard(id, in: .everything, origin: bench.origin())
    }

    static let failingStart = CrashMatrix.Scenario("start that fails", on: { try await $0.stopped() }) { bench, id in
        bench.calls.fail("start")
        try await bench.service.start(id, in: .everything, origin: bench.origin())
    }

    static let failingHardReboot = CrashMatrix.Scenario("hard reboot that fails", on: { try await $0.active() }) {
        bench, id in
        bench.calls.fail("start")
        try await bench.service.rebootHard(id, in: .everything, origin: bench.origin())
    }

    private static func failingCreate(_ call: String) -> CrashMatrix.Scenario {
        CrashMatrix.Scenario(
            "create whose \(call) fails",
            prepare: { bench in
                bench.calls.fail(call)
                return nil
            }, request: { bench, _ in try await bench.create() })
    }

    @Sendable static func stubborn(_ bench: CrashMatrix.Bench) async throws -> ServerID {
        bench.driver.change { $0.obeysShutdown = false }
        return try await bench.active()
    }
}
