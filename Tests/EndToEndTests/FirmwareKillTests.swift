import AerieTestSupport
import Compute
import DurableActions
import Foundation
import Testing

extension EndToEndBeside {
    struct FirmwareKillTests {
        /// The actions that make, replace or take away what a guest keeps besides its disks.
        @Test(.timeLimit(.minutes(45)))
        func `no firmware variables and no TPM are left without an owner, wherever aeried is killed`() async throws {
            let options = ["compute": ["shutdownTimeout": "1", "reclaimInstanceInterval": "86400"]]
            try await TestCloud.with(options: options) { cloud, api in
                var matrix = try await Self.matrix(cloud, api)
                try await matrix.prepare()
                for point in Self.points { await matrix.run(point) }
                await matrix.end()
                print("kill -9 matrix of firmware: \(Self.points.count) cases, \(matrix.violations.count) violations")
                #expect(matrix.violations == [])
                #expect(Self.points.count == 43)
            }
        }

        /// Where firmware variables and TPM are copied away, brought back or begun anew.
        @Test(.timeLimit(.minutes(15)))
        func `a server has its TPM again from the shelf and in a rebuild, wherever aeried is killed`() async throws {
            try await TestCloud.with(options: ["compute": ["shutdownTimeout": "1"]]) { cloud, api in
                var matrix = try await Self.matrix(cloud, api)
                try await matrix.prepare()
                let id = matrix.standing
                try await api.act("os-stop", on: id, until: "SHUTOFF")
                try GuestState.markNVRAM(of: id, in: cloud)
                let before = GuestState(of: id, in: cloud)
                #expect(before.certificate != nil)
                try await api.act("os-start", on: id, until: "ACTIVE")

                for point in Self.shelving { await matrix.run(point) }
                #expect(GuestState(of: id, in: cloud).certificate == before.certificate)
                #expect(GuestState(of: id, in: cloud).mark == GuestState.mark)
                for point in Self.rebuilding { await matrix.run(point) }
                #expect(GuestState(of: id, in: cloud).certificate == before.certificate)
                #expect(GuestState(of: id, in: cloud).mark != GuestState.mark)
                await matrix.end()
                let count = Self.shelving.count + Self.rebuilding.count
                print("kill -9 matrix of kept state: \(count) cases, \(matrix.violations.count) violations")
                #expect(matrix.violations == [])
                #expect(count == 13)
            }
        }

        private static func matrix(_ cloud: TestCloud, _ api: APIClient) async throws -> KillMatrix {
            // What it boots does not matter.
            let image = try await api.makeImage(
                "uefi", file: BootSector.deaf.file,
                properties: ["img_hv_type": "qemu", "hw_firmware_type": "uefi", "hw_tpm_version": "2.0"])
            return KillMatrix(
                cloud: cloud, api: api, image: image,
                flavor: try await api.makeFlavor("uefi", ram: 192, disk: 1, share: 20))
        }

        private static let shelving: [KillMatrix.Point] = KillMatrixTests.alternating(
            KillMatrixTests.points(of: ShelveServer.self, .shelve, at: [.takeDown, .disks]),
            KillMatrixTests.points(of: UnshelveOffloadedServer.self, .unshelveOffloaded, at: [.spawn, .image]))
        private static let rebuilding: [KillMatrix.Point] = KillMatrixTests.points(
            of: RebuildServer.self, .rebuild, at: [.exchange])

        private static let points: [KillMatrix.Point] =
            KillMatrixTests.points(of: CreateServer.self, .create)
            + KillMatrixTests.points(of: DeleteServer.self, .delete)
            + KillMatrixTests.points(of: HardReboot.self, .hardReboot)
            + KillMatrixTests.alternating(
                KillMatrixTests.points(of: RescueServer.self, .rescue),
                KillMatrixTests.points(of: UnrescueServer.self, .unrescue))
    }
}
