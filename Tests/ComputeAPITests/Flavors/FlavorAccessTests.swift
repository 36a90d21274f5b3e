import Compute
import HTTPTypes
import HummingbirdTesting
import Store
import Testing
import WireJSON

@Suite struct FlavorAccessTests {
    @Test(
        "access that can't be given is refused",
        arguments: [
            ("2.1", "secret", "addTenantAccess", "unknown", HTTPResponse.Status.badRequest),
            ("2.7", "big", "addTenantAccess", TestCompute.project.text, .conflict),
            ("2.6", "big", "addTenantAccess", TestCompute.project.text, .ok),
            ("v2", "big", "addTenantAccess", TestCompute.project.text, .ok),
            ("2.1", "secret", "addTenantAccess", TestCompute.otherProject.text, .conflict),
            ("2.1", "nothing", "addTenantAccess", TestCompute.project.text, .notFound),
            ("2.1", "secret", "removeTenantAccess", TestCompute.project.text, .notFound),
            ("2.1", "secret", "removeTenantAccess", TestCompute.otherProject.text, .ok),
            ("2.1", "secret", "removeTenantAccess", "", .badRequest),
        ])
    func change(
        version: String, flavor: String, action: String, project: String, status: HTTPResponse.Status
    ) async throws {
        try await cloud { cloud in
            let answer = try await cloud.send(
                .post, "flavors/\(flavor)/action", as: .admin, version: version,
                body: #"{"\#(action)": {"tenant": "\#(project)"}}"#)
            #expect(answer.status == status)
        }
    }

    @Test("the list of a public flavor is not found")
    func publicFlavor() async throws {
        try await cloud { cloud in
            #expect(try await cloud.send(.get, "flavors/big/os-flavor-access", as: .admin).status == .notFound)
            let answer = try await cloud.send(.get, "flavors/secret/os-flavor-access", as: .admin)
            let expected: JSONValue = [
                "flavor_access": [["flavor_id": "secret", "tenant_id": .string(TestCompute.otherProject.text)]]
            ]
            #expect(answer.json == expected)
        }
    }

    @Test("an unknown action is refused by name")
    func unknownAction() async throws {
        try await cloud { cloud in
            let answer = try await cloud.send(.post, "flavors/big/action", as: .admin, body: #"{"resize": null}"#)
            #expect(answer.message == "There is no such action: resize")
        }
    }

    private func cloud(_ body: (TestCompute) async throws -> Void) async throws {
        try await TestCompute.withOthers { cloud in
            try await cloud.addFlavors()
            try await cloud.stores.flavors.addAccess(TestCompute.otherProject, to: "secret")
            try await body(cloud)
        }
    }
}
