import AerieTestSupport
import Compute
import DurableActions
import Testing

@Suite("Crash matrix of server actions", .timeLimit(.minutes(30)))
struct CrashMatrixTests {
    @Test("Wherever the daemon dies, a server ends as if it had not")
    func matrix() async throws {
        var matrix = CrashMatrix()
        for scenario in CrashScenarios.all { try await matrix.run(scenario) }
        print(matrix.summary)
        for violation in matrix.violations { Issue.record("\(violation)") }
        #expect(matrix.missing(of: CreateServer.self) == [])
        #expect(matrix.missing(of: DeleteServer.self) == [])
        #expect(matrix.missing(of: SoftDeleteServer.self) == [])
        #expect(matrix.missing(of: RestoreServer.self) == [])
        #expect(matrix.missing(of: StartServer.self) == [])
        #expect(matrix.missing(of: StopServer.self) == [])
        #expect(matrix.missing(of: SoftReboot.self) == [])
        #expect(matrix.missing(of: HardReboot.self) == [])
        #expect(matrix.missing(of: PauseServer.self) == [])
        #expect(matrix.missing(of: UnpauseServer.self) == [])
        #expect(matrix.missing(of: SuspendServer.self) == [])
        #expect(matrix.missing(of: ResumeServer.self) == [])
        #expect(matrix.missing(of: ChangePassword.self) == [])
        #expect(matrix.missing(of: TriggerCrashDump.self) == [])
        #expect(matrix.missing(of: ShelveServer.self) == [])
        #expect(matrix.missing(of: OffloadServer.self) == [])
        #expect(matrix.missing(of: UnshelveServer.self) == [])
        #expect(matrix.missing(of: UnshelveOffloadedServer.self) == [])
        #expect(matrix.missing(of: ResizeServer.self) == [])
        #expect(matrix.missing(of: ConfirmResize.self) == [])
        #expect(matrix.missing(of: RevertResize.self) == [])
        #expect(matrix.missing(of: RebuildServer.self) == [])
        #expect(matrix.missing(of: CreateImage.self) == [])
        #expect(matrix.missing(of: CreateBackup.self) == [])
    }
}
