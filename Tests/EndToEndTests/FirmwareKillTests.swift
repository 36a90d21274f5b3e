import AerieTestSupport
import Compute
import Testing

extension EndToEndAside {
    struct FirmwareKillTests {
        /// The actions that make, replace or take away what a guest keeps besides its disks.
        @Test(.timeLimit(.minutes(15)))
        func `no firmware variables and no TPM are left without an owner, wherever aeried is killed`() async throws {
            let options = ["compute": ["shutdownTimeout": "1", "reclaimInstanceInterval": "86400"]]
            try await TestCloud.with(options: options) { cloud, api in
                // What it boots does not matter.
                let image = try await api.makeImage(
                    "uefi", file: BootSector.deaf.file,
                    properties: ["img_hv_type": "qemu", "hw_firmware_type": "uefi", "hw_tpm_version": "2.0"])
                var matrix = KillMatrix(
                    cloud: cloud, api: api, image: image, flavor: try await api.makeFlavor("uefi", ram: 192, disk: 1))
                try await matrix.prepare()
                for point in Self.points { await matrix.run(point) }
                await matrix.end()
                print("kill -9 matrix of firmware: \(Self.points.count) cases, \(matrix.violations.count) violations")
                #expect(matrix.violations == [])
                #expect(Self.points.count == 54)
            }
        }

        private static let points: [KillMatrix.Point] =
            KillMatrixTests.points(of: CreateServer.self, .create)
            + KillMatrixTests.points(of: DeleteServer.self, .delete)
            + KillMatrixTests.points(of: HardReboot.self, .hardReboot)
            + KillMatrixTests.alternating(
                KillMatrixTests.points(of: RescueServer.self, .rescue),
                KillMatrixTests.points(of: UnrescueServer.self, .unrescue))
    }
}
