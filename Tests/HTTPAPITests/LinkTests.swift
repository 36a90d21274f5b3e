import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import Testing
import WireJSON

@Suite struct LinkTests {
    private func link(_ links: LinkSettings, _ headers: [String: String] = [:]) async throws -> String? {
        var fields = HTTPFields()
        for (name, value) in headers { fields[try ToyCloud.name(name)] = value }
        let answer = try await ToyCloud.send(
            .get, "/v2.1/toys/t1", headers: fields, settings: APISettings(links: links))
        return answer.json?[key: "toy"]?[key: "links"]?.array?.first?[key: "href"]?.text
    }

    @Test("links start where the request was sent")
    func host() async throws {
        #expect(try await link(LinkSettings(scheme: "https")) == "https://localhost/v2.1/toys/t1")
    }

    @Test("forwarded headers are believed only when told so")
    func forwarded() async throws {
        let headers = [
            "X-Forwarded-Proto": "https", "X-Forwarded-Host": "cloud.example:8443, inner",
            "X-Forwarded-Prefix": "/compute/",
        ]
        #expect(try await link(LinkSettings(), headers) == "http://localhost/v2.1/toys/t1")
        #expect(
            try await link(LinkSettings(trustsForwardedHeaders: true), headers)
                == "https://cloud.example:8443/compute/v2.1/toys/t1")
    }

    @Test("a host that can't be one stays out of links", arguments: ["a\"b", "a b", "a/b", "<x>"])
    func badHost(host: String) async throws {
        let settings = LinkSettings(trustsForwardedHeaders: true)
        #expect(try await link(settings, ["X-Forwarded-Host": host]) == "http://localhost/v2.1/toys/t1")
    }

    @Test("a configured prefix replaces scheme and host, and its path comes first")
    func prefix() async throws {
        let settings = LinkSettings(prefix: "https://cloud.example/compute/", trustsForwardedHeaders: true)
        #expect(
            try await link(settings, ["X-Forwarded-Host": "x"]) == "https://cloud.example/compute/v2.1/toys/t1")
    }
}
