import Glibc
import Testing

@testable import AerieDaemon

struct OpenFilesTests {
    @Test(arguments: [(1_024, 768), (4_096, 3_072), (65_536, 10_000), (100, 64)])
    func `connections leave files for the daemon itself`(limit: Int, connections: Int) {
        #expect(OpenFiles.connections(within: limit) == connections)
    }

    @Test func `the limit is raised as far as the process may`() {
        OpenFiles.raiseLimit()
        var limit = rlimit()
        #expect(getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
        #expect(limit.rlim_cur >= min(limit.rlim_max, 65_536))
    }
}
