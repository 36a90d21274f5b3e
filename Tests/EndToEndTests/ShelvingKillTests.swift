import AerieTestSupport
import Compute
import Testing

extension EndToEndBeside {
    /// The kill matrix of servers that are put on the shelf and taken from it.
    struct ShelvingKillTests {
        @Test(.timeLimit(.minutes(40)))
        func `a server that leaves its host at once ends as uninterrupted, wherever aeried is killed`() async throws {
            let points = KillMatrixTests.alternating(
                KillMatrixTests.points(of: ShelveServer.self, .shelve),
                KillMatrixTests.points(of: UnshelveOffloadedServer.self, .unshelveOffloaded))
            #expect(points.count == 28)
            try await run(points, offloadTime: 0)
        }

        @Test(.timeLimit(.minutes(40)))
        func `a server that stays on its host ends as uninterrupted, wherever aeried is killed`() async throws {
            let points = KillMatrixTests.alternating(
                KillMatrixTests.points(of: OffloadServer.self, .offload),
                KillMatrixTests.points(of: UnshelveServer.self, .unshelve))
            #expect(points.count == 12)
            try await run(points, offloadTime: -1)
        }

        private func run(_ points: [KillMatrix.Point], offloadTime: Int) async throws {
            let options = ["compute": ["shutdownTimeout": "1", "shelvedOffloadTime": "\(offloadTime)"]]
            try await TestCloud.with(options: options) { cloud, api in
                var matrix = KillMatrix(
                    cloud: cloud, api: api, image: try await api.makeImage(.deaf),
                    flavor: try await api.makeTinyFlavor(share: 20))
                try await matrix.prepare()
                for point in points { await matrix.run(point) }
                await matrix.end()
                print("kill -9 matrix of shelving: \(points.count) cases, \(matrix.violations.count) violations")
                #expect(matrix.violations == [])
            }
        }
    }
}
