import AerieTestSupport
import Compute
import DurableActions
import Testing
import WireJSON

extension EndToEndBeside {
    struct KillMatrixTests {
        /// Every step of every action, killed before it, between its effect and its being stored, and afterwards.
        @Test(.timeLimit(.minutes(45)))
        func `a server ends where an uninterrupted run ends, wherever aeried is killed`() async throws {
            try await Self.run(Self.points)
            #expect(Self.points.count == 154)
        }

        @Test(.timeLimit(.minutes(10)))
        func `so does a server that is rebuilt`() async throws {
            let points = Self.points(of: RebuildServer.self, .rebuild)
            try await Self.run(points)
            #expect(points.count == 15)
        }

        private static func run(_ points: [KillMatrix.Point]) async throws {
            let options = [
                "compute": ["shutdownTimeout": "1", "softRebootTimeout": "1", "reclaimInstanceInterval": "86400"]
            ]
            try await TestCloud.with(options: options) { cloud, api in
                var matrix = KillMatrix(
                    cloud: cloud, api: api, image: try await api.makeImage(.deaf),
                    flavor: try await api.makeTinyFlavor(share: 20))
                try await matrix.prepare()
                for point in points { await matrix.run(point) }
                await matrix.end()
                print("kill -9 matrix: \(points.count) cases, \(matrix.violations.count) violations")
                #expect(matrix.violations == [])
            }
        }

        /// Starts and stops take turns, so that each finds the server as the other left it.
        private static let points: [KillMatrix.Point] =
            points(of: CreateServer.self, .create) + points(of: DeleteServer.self, .delete)
            + alternating(points(of: StopServer.self, .stop), points(of: StartServer.self, .start))
            + points(of: SoftReboot.self, .softReboot) + points(of: HardReboot.self, .hardReboot)
            + alternating(points(of: PauseServer.self, .pause), points(of: UnpauseServer.self, .unpause))
            + alternating(points(of: SuspendServer.self, .suspend), points(of: ResumeServer.self, .resume))
            + points(of: TriggerCrashDump.self, .crashDump)
            + alternating(points(of: RescueServer.self, .rescue), points(of: UnrescueServer.self, .unrescue))
            + alternating(points(of: SoftDeleteServer.self, .softDelete), points(of: RestoreServer.self, .restore))
            + points(of: ResizeServer.self, .resize)
            + alternating(points(of: ConfirmResize.self, .confirmResize), points(of: RevertResize.self, .revertResize))
            + points(of: CreateImage.self, .createImage) + points(of: CreateBackup.self, .createBackup)

        /// All moments of the steps, or of some of them. What is stored after a step, and how the host is, is what there is
        /// before the next one: where both are asked for, a kill there is done once.
        static func points<Action: DurableAction>(
            of action: Action.Type, _ request: KillMatrix.Request,
            at steps: Set<Action.Step> = Set(Action.Step.allCases)
        ) -> [KillMatrix.Point] {
            let all = Array(Action.Step.allCases)
            return all.indices.filter { steps.contains(all[$0]) }.flatMap { index in
                let isFollowed = index + 1 < all.count && steps.contains(all[index + 1])
                return CrashPoint.Moment.allCases.filter { $0 != .afterStore || !isFollowed }.map { moment in
                    KillMatrix.Point(request: request, place: "\(Action.kind):\(all[index].rawValue):\(moment)")
                }
            }
        }

        static func alternating(
            _ first: [KillMatrix.Point], _ second: [KillMatrix.Point]
        ) -> [KillMatrix.Point] {
            (0..<max(first.count, second.count)).flatMap { index in
                [first, second].compactMap { index < $0.count ? $0[index] : nil }
            }
        }
    }
}
