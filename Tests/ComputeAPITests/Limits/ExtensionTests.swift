import HTTPTypes
import HummingbirdTesting
import Testing
import WireJSON

@Suite struct ExtensionTests {
    @Test("the list holds every alias, at every version", arguments: ["v2", "2.1", "2.104"])
    func list(version: String) async throws {
        try await TestCompute.withOthers { cloud in
            let answer = try await cloud.send(.get, "extensions", version: version)
            let aliases = answer.json?[key: "extensions"]?.array?.compactMap { $0[key: "alias"]?.text } ?? []
            #expect(aliases.count == 99)
            #expect(Set(aliases).count == 99)
            #expect(aliases == aliases.sorted())
        }
    }

    @Test("one is found by its alias")
    func show() async throws {
        try await TestCompute.withOthers { cloud in
            let answer = try await cloud.send(.get, "extensions/os-keypairs")
            try Sample.expect(answer.json, matches: "extensions/2.1/show")
            #expect(try await cloud.send(.get, "extensions/os-nothing").status == .notFound)
        }
    }

    @Test(
        "version documents are found by their id",
        arguments: [
            ("2.104", "v2.1", "v2.1"), ("2.1", "v2.0", "v2.0"), ("v2", "v2.0", "v2.0"), ("2.1", "v3", nil),
        ] as [(String, String, String?)])
    func versions(version: String, id: String, found: String?) async throws {
        try await TestCompute.withOthers { cloud in
            let answer = try await cloud.send(.get, "versions/\(id)", version: version)
            #expect(answer.json?[key: "version"]?[key: "id"]?.text == found)
            #expect(answer.status == (found == nil ? .notFound : .ok))
        }
    }

    @Test(
        "removed operations are gone, whatever is sent",
        arguments: [
            (HTTPMethod.get, "os-cells/detail", nil), (.get, "os-fping?all_tenants=1", nil),
            (.post, "os-networks", #"{"network": 1}"#), (.put, "os-agents/1", "{}"),
            (.delete, "os-tenant-networks/1", nil),
            (.post, "os-fixed-ips/192.0.2.1/action", #"{"reserve": 1}"#),
            (.post, "servers/1/action", #"{"resetNetwork": null}"#),
        ] as [(HTTPMethod, String, String?)])
    func removed(method: HTTPMethod, path: String, body: String?) async throws {
        try await TestCompute.withOthers { cloud in
            for version in ["v2", "2.1", "2.104"] {
                let answer = try await cloud.send(method, path, as: .reader, version: version, body: body)
                #expect(answer.status == .gone)
                #expect(answer.json?[key: "computeFault"]?[key: "code"] == 410)
            }
        }
    }
}
