import Compute
import Testing

@testable import ComputeAPI

@Suite struct HostIDTests {
    @Test(
        "SHA-224 gives the published digests",
        arguments: [
            ("", "d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f"),
            ("abc", "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "75388b16512776cc5dba5da1fd890150b0c6455cb4f58b1952522525"
            ),
            (String(repeating: "a", count: 1000), "4e8f0ce90b64661a2b5e84be6d93a7d9b76871062f1814433d04a03d"),
        ])
    func digest(text: String, digest: String) {
        #expect(SHA224.hexDigest(of: text) == digest)
    }

    @Test("Two servers of a project on one host share an id, another project's does not")
    func sharing() {
        let host = HostName("host-1")
        #expect(
            HostID.text(project: TestCompute.project, host: host)
                == HostID.text(project: TestCompute.project, host: host))
        #expect(
            HostID.text(project: TestCompute.project, host: host)
                != HostID.text(project: TestCompute.otherProject, host: host))
        #expect(HostID.text(project: TestCompute.project, host: nil).isEmpty)
    }
}
