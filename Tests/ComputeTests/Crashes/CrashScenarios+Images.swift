import AerieTestSupport
import Compute

extension CrashScenarios {
    static let images: [CrashMatrix.Scenario] = [
        image("image of a running server") { try await $0.active() },
        image("image of a stopped server") { try await $0.stopped() },
        image("image of a suspended server") { try await $0.suspended() },
        failingImage("copyDisk") { try await $0.active() }, failingImage("finishCopy") { try await $0.active() },
        failingImage("beginCopy") { try await $0.active() }, failingImage("perform") { try await $0.stopped() },
        failingImage("requireRoomForCopy") { try await $0.active() }, imageDeletedMeanwhile, imageOfGuestGoingOff,
        backup, thirdBackup, backupThatIsNotKept,
    ]

    private static let wanted = NewServerImage(
        name: "copy", kind: .snapshot, metadata: ["colour": "blue"], hasMetadataLimit: true)

    private static func image(
        _ name: String, on prepare: @escaping @Sendable (CrashMatrix.Bench) async throws -> ServerID
    ) -> CrashMatrix.Scenario {
        CrashMatrix.Scenario(name, on: prepare) { bench, id in
            _ = try await bench.service.createImage(wanted, of: id, in: .everything, origin: bench.origin())
        }
    }

    private static func failingImage(
        _ call: String, on prepare: @escaping @Sendable (CrashMatrix.Bench) async throws -> ServerID
    ) -> CrashMatrix.Scenario {
        CrashMatrix.Scenario("image whose \(call) fails", on: prepare) { bench, id in
            bench.calls.fail(call)
            _ = try await bench.service.createImage(wanted, of: id, in: .everything, origin: bench.origin())
        }
    }

    private static let imageDeletedMeanwhile = CrashMatrix.Scenario(
        "image that its user deletes at once", on: { try await $0.active() }
    ) { bench, id in
        let image = try await bench.service.createImage(wanted, of: id, in: .everything, origin: bench.origin())
        try await bench.images.delete(image, in: .everything)
    }

    private static let imageOfGuestGoingOff = CrashMatrix.Scenario(
        "image of a server whose guest is off", on: { try await $0.active() }
    ) { bench, id in
        _ = try await bench.service.createImage(wanted, of: id, in: .everything, origin: bench.origin())
        bench.driver.powerOffByItself(id)
    }

    private static let backup = CrashMatrix.Scenario("backup", on: { try await $0.active() }) { bench, id in
        _ = try await bench.backUp(id, keeping: 2)
    }

    private static let thirdBackup = CrashMatrix.Scenario(
        "third backup of two",
        on: { bench in
            let id = try await bench.active()
            for name in ["first", "second"] {
                _ = try await bench.backUp(id, as: name, keeping: 2)
                try await bench.runUntilIdle()
            }
            return id
        }
    ) { bench, id in
        _ = try await bench.backUp(id, as: "third", keeping: 2)
    }

    private static let backupThatIsNotKept = CrashMatrix.Scenario("backup of none", on: { try await $0.stopped() }) {
        bench, id in _ = try await bench.backUp(id, keeping: 0)
    }
}

extension CrashMatrix.Bench {
    func backUp(_ id: ServerID, as name: String = "only", keeping rotation: Int) async throws -> ImageID {
        let new = NewServerImage(name: name, kind: .backup("daily"), metadata: [:], hasMetadataLimit: false)
        return try await service.createBackup(
            new, series: "daily", rotation: rotation, of: id, in: .everything, origin: origin())
    }
}
