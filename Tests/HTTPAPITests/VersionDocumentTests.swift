import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import Testing
import WireJSON

@Suite struct VersionDocumentTests {
    @Test(
        "the root lists both versions, without a token and for any method",
        arguments: [HTTPRequest.Method.get, .post, .delete])
    func root(method: HTTPRequest.Method) async throws {
        let answer = try await ToyCloud.send(method, "/", token: nil, version: "junk")
        #expect(answer.status == .ok)
        let versions = try #require(answer.json?[key: "versions"]?.array)
        #expect(versions.map { $0[key: "id"] } == ["v2.0", "v2.1"])
        #expect(versions[1][key: "version"] == "2.104")
        #expect(versions[1][key: "min_version"] == "2.1")
        #expect(versions[1][key: "updated"] == "2013-07-23T11:33:21Z")
        #expect(versions[1][key: "links"] == [["rel": "self", "href": "http://localhost/v2.1/"]])
        #expect(answer.header("x-openstack-request-id") == nil)
    }

    @Test("any path outside the versions is a choice between them", arguments: ["/servers", "/v3/servers", "/v2.10/"])
    func choices(path: String) async throws {
        let answer = try await ToyCloud.send(.get, path, token: nil)
        #expect(answer.status.code == 300)
        let choices = try #require(answer.json?[key: "choices"]?.array)
        #expect(choices[1][key: "links"] == [["rel": "self", "href": .string("http://localhost/v2.1\(path)")]])
        #expect(choices[0][key: "media-types"]?.array?.count == 1)
    }

    @Test("a version's document needs no token", arguments: ["/v2.1", "/v2.1/"])
    func current(path: String) async throws {
        let answer = try await ToyCloud.send(.get, path, token: nil)
        let version = try #require(answer.json?[key: "version"])
        #expect(version[key: "id"] == "v2.1")
        #expect(version[key: "status"] == "CURRENT")
        #expect(version[key: "media-types"]?.array?.count == 1)
        #expect(version[key: "links"]?.array?.compactMap { $0[key: "rel"] } == ["self", "describedby"])
        #expect(answer.header("OpenStack-API-Version") == "compute 2.1")
    }

    @Test("the document of v2.1 reads the version header")
    func currentNegotiates() async throws {
        #expect(
            try await ToyCloud.send(.get, "/v2.1/", token: nil, version: "2.26").header("OpenStack-API-Version")
                == "compute 2.26")
        #expect(try await ToyCloud.send(.get, "/v2.1/", token: nil, version: "2.999").status == .notAcceptable)
        #expect(try await ToyCloud.send(.get, "/v2.1/", token: nil, version: "x").status == .badRequest)
    }

    @Test("the document of v2 ignores the version header and sends none back", arguments: ["/v2", "/v2/"])
    func legacy(path: String) async throws {
        let answer = try await ToyCloud.send(.get, path, token: nil, version: "2.999")
        #expect(answer.json?[key: "version"]?[key: "id"] == "v2.0")
        #expect(answer.json?[key: "version"]?[key: "version"] == "")
        #expect(answer.header("OpenStack-API-Version") == nil)
        #expect(answer.header("Vary") == nil)
    }

    @Test("below a project the document needs a token")
    func belowProject() async throws {
        #expect(try await ToyCloud.send(.get, "/v2.1/abc/", token: nil).status == .unauthorized)
        #expect(try await ToyCloud.send(.get, "/v2.1/abc/").json?[key: "version"]?[key: "id"] == "v2.1")
        #expect(try await ToyCloud.send(.get, "/v2/abc/").json?[key: "version"]?[key: "id"] == "v2.0")
    }

    @Test(
        "versions can be shown by id",
        arguments: [
            ("/v2.1/versions/v2.1", "v2.1"), ("/v2.1/versions/v2.0", "v2.0"), ("/v2/versions/v2.1", "v2.0"),
            ("/v2.1/versions/v3", nil),
        ] as [(String, String?)])
    func byID(path: String, id: String?) async throws {
        let answer = try await ToyCloud.send(.get, path)
        #expect(answer.json?[key: "version"]?[key: "id"]?.text == id)
        #expect(answer.status == (id == nil ? .notFound : .ok))
    }
}
