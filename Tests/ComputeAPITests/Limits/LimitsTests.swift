import Compute
import HTTPTypes
import HummingbirdTesting
import Testing
import WireJSON

@Suite struct LimitsTests {
    @Test("limits answer the sample of each epoch", arguments: Epoch.all(1, 36, 39, 57))
    func sample(epoch: Epoch) async throws {
        try await TestCompute.withOthers { cloud in
            try await cloud.add(1)
            try await cloud.add(2) { $0.projectID = TestCompute.otherProject }
            let answer = try await cloud.send(.get, "limits", as: .reader, version: epoch.version)
            #expect(answer.status == .ok)
            try Sample.expect(answer.json, matches: "limits/\(epoch.sample)/show")
        }
    }

    @Test("another project's limits are told to administrators only")
    func otherProject() async throws {
        try await TestCompute.withOthers { cloud in
            let path = "limits?tenant_id=\(TestCompute.otherProject)"
            #expect(try await cloud.send(.get, path).status == .forbidden)
            try await cloud.add(1) { $0.projectID = TestCompute.otherProject }
            let answer = try await cloud.send(.get, path, as: .admin)
            #expect(answer.json?[key: "limits"]?[key: "absolute"]?[key: "totalInstancesUsed"] == 1)
            #expect(try await cloud.send(.get, "limits?tenant_id=\(TestCompute.project)").status == .ok)
        }
    }
}
