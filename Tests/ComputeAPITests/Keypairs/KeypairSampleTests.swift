import Compute
import HTTPTypes
import HummingbirdTesting
import Testing
import WireJSON

@Suite struct KeypairSampleTests {
    @Test("import answers the sample of each epoch", arguments: Epoch.all(1, 2, 92))
    func create(epoch: Epoch) async throws {
        try await TestCompute.withOthers { cloud in
            let answer = try await cloud.addKey(version: epoch.version)
            #expect(answer.status == (["v2", "2.1"].contains(epoch.version) ? .ok : .created))
            try Sample.expect(answer.json, matches: "keypairs/\(epoch.sample)/create")
        }
    }

    @Test("show and list answer the samples of each epoch", arguments: Epoch.all(1, 2, 35))
    func read(epoch: Epoch) async throws {
        try await TestCompute.withOthers { cloud in
            _ = try await cloud.addKey(version: "2.2")
            let shown = try await cloud.send(.get, "os-keypairs/my%20key", version: epoch.version)
            #expect(shown.status == .ok)
            try Sample.expect(shown.json, matches: "keypairs/\(epoch.sample)/show")
            let list = try await cloud.send(.get, "os-keypairs?limit=1", version: epoch.version)
            try Sample.expect(list.json, matches: "keypairs/\(epoch.sample)/list")
        }
    }
}

extension TestCompute {
    func addKey(
        _ name: String = "my key", version: String = "2.2", as sender: Sender = .member, user: String? = nil
    ) async throws -> TestResponse {
        let owner = user.map { #", "user_id": "\#($0)""# } ?? ""
        return try await send(
            .post, "os-keypairs", as: sender, version: version,
            body: #"{"keypair": {"name": "\#(name)", "public_key": "\#(KeySample.all[0].text)"\#(owner)}}"#)
    }
}
