import AerieTestSupport
import Compute

extension CrashScenarios {
    static let rescues: [CrashMatrix.Scenario] = [
        CrashMatrix.Scenario("rescue", on: { try await $0.active() }) { bench, id in try await bench.rescue(id) },
        CrashMatrix.Scenario("rescue of a stopped server", on: { try await $0.stopped() }) { bench, id in
            try await bench.rescue(id)
        },
        CrashMatrix.Scenario("rescue of a stubborn guest", on: stubborn) { bench, id in try await bench.rescue(id) },
        CrashMatrix.Scenario("rescue without an image's room", on: { try await $0.active() }) { bench, id in
            bench.calls.fail("prepareRescue")
            try await bench.rescue(id)
        },
        CrashMatrix.Scenario("rescue that can't define its guest", on: { try await $0.active() }) { bench, id in
            bench.calls.fail("define")
            try await bench.rescue(id)
        },
        CrashMatrix.Scenario("rescue that can't start its guest", on: { try await $0.stopped() }) { bench, id in
            bench.calls.fail("start")
            try await bench.rescue(id)
        },
        CrashMatrix.Scenario("unrescue", on: { try await $0.rescued() }) { bench, id in
            try await bench.service.unrescue(id, in: .everything, origin: bench.origin())
        },
        CrashMatrix.Scenario("unrescue that can't start its guest", on: { try await $0.rescued() }) { bench, id in
            bench.calls.fail("start")
            try await bench.service.unrescue(id, in: .everything, origin: bench.origin())
        },
        CrashMatrix.Scenario("delete of a rescued server", on: { try await $0.rescued() }) { bench, id in
            try await bench.service.delete(id, in: .everything, origin: bench.origin())
        },
    ]
}
