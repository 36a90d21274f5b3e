import HTTPTypes
import Testing
import WireJSON

@testable import HTTPAPI

@Suite("The companions' version documents")
struct DiscoveryTests {
    @Test("every table of the companions is sound")
    func tables() async throws {
        #expect(try await CompanionCloud().server.problems == [])
    }

    @Test(
        "version documents need no token and a trailing slash changes nothing",
        arguments: [
            ("/identity", 300), ("/identity/v3", 200), ("/image", 300), ("/image/versions", 200), ("/image/v2", 300),
            ("/network", 200),
        ])
    func documents(path: String, status: Int) async throws {
        let cloud = try await CompanionCloud()
        try await cloud.run { client in
            let plain = try await client.send(.get, path)
            #expect(plain.status == status)
            guard path != "/image/versions" else { return }
            let slashed = try await client.send(.get, path + "/")
            #expect(slashed.status == status)
            #expect(slashed.text == plain.text)
        }
    }

    @Test("versions link to where the client came from")
    func links() async throws {
        let cloud = try await CompanionCloud(links: LinkSettings(trustsForwardedHeaders: true))
        try await cloud.run { client in
            let headers = ["X-Forwarded-Host": "cloud.example:8443", "X-Forwarded-Proto": "https"]
            let identity = try await client.send(.get, "/identity", headers: headers)
            #expect(
                identity["versions", "values", 0, "links", 0, "href"] == "https://cloud.example:8443/identity/v3/")
            let image = try await client.send(.get, "/image")
            #expect(image["versions", 0, "links", 0, "href"] == "http://localhost/image/v2/")
            #expect(image["versions", 0, "status"] == "CURRENT")
            let network = try await client.send(.get, "/network")
            #expect(network["versions", 0, "links", 0, "href"] == "http://localhost/network/v2.0/")
        }
    }
}
