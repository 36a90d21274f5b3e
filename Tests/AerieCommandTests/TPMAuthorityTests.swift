import Foundation
import Testing
import WireJSON

@testable import aerie

@Suite("What doctor finds where certificates of TPMs are signed")
struct TPMAuthorityTests {
    private static let someone = 65_533

    /// - Parameter strangers: names of files that belong to somebody else than the directory.
    private func finding(own: [String], strangers: [String]) throws -> JSONValue? {
        let directory = NSTemporaryDirectory() + "aerie-test-authority-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        for name in own + strangers {
            try Data().write(to: URL(filePath: directory + "/" + name))
        }
        for name in strangers {
            try FileManager.default.setAttributes(
                [.ownerAccountID: Self.someone], ofItemAtPath: directory + "/" + name)
        }
        return HostChecks.tpmAuthorityFinding(in: directory)
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give files away"))
    func `files of another user than the directory's are a problem, and each is named`() throws {
        let finding = try #require(
            try finding(own: ["issuercert.pem"], strangers: ["signkey.pem", ".lock.swtpm-localca"]))
        #expect(finding[key: "kind"] == "tpm-authority" && finding[key: "severity"] == "problem")
        let message = finding[key: "message"]?.text ?? ""
        #expect(message.contains(".lock.swtpm-localca, signkey.pem"))
        #expect(!message.contains("issuercert.pem"))
        let subject = try #require(finding[key: "subject"]?.text)
        #expect(finding[key: "advice"]?.text == "chown -R tss: \(subject)")
    }

    @Test func `a directory whose files are all its owner's is in order`() throws {
        #expect(try finding(own: [".lock.swtpm-localca", "signkey.pem"], strangers: []) == nil)
        #expect(try finding(own: [], strangers: []) == nil)
    }

    @Test func `a machine that never made a TPM is in order`() {
        #expect(HostChecks.tpmAuthorityFinding(in: "/nonexistent/swtpm-localca") == nil)
    }
}
