import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import Testing
import WireJSON

@Suite struct CompanionTests {
    @Test("companion APIs have no versions", arguments: ["/identity/v3", "/image/v2", "/network/v2.0"])
    func versionless(prefix: String) async throws {
        let answer = try await ToyCloud.send(.get, prefix, version: "junk")
        #expect(answer.status == .ok)
        #expect(answer.json == ["user": "u1"])
        #expect(answer.header("OpenStack-API-Version") == nil)
        #expect(answer.header("x-openstack-request-id") == "req-\(ToyCloud.uuid)")
        #expect(answer.header("x-compute-request-id") == nil)
    }

    @Test("open operations need no token, and don't mind a bad one", arguments: [String?.none, "forged"])
    func open(token: String?) async throws {
        #expect(try await ToyCloud.send(.get, "/identity/v3", token: token).json == ["user": nil])
        let issued = try await ToyCloud.send(
            .post, "/identity/v3/tokens", token: token, body: #"{"toy": {"name": "a"}}"#)
        #expect(issued.status == .created)
    }

    @Test("the other operations do need one")
    func closed() async throws {
        #expect(try await ToyCloud.send(.get, "/image/v2/files/1", token: nil).status == .unauthorized)
    }

    @Test("identity errors have their own shape")
    func identityErrors() async throws {
        let answer = try await ToyCloud.send(.get, "/identity/v3/things/x")
        #expect(
            answer.json == ["error": ["code": 404, "title": "Not Found", "message": "Thing <b> x could not be found."]])
    }

    @Test("network errors have their own shape")
    func networkErrors() async throws {
        let error = try await ToyCloud.send(.get, "/network/v2.0/things/x").json?[key: "NeutronError"]
        #expect(error == ["type": "HTTPNotFound", "message": "Thing <b> x could not be found.", "detail": ""])
    }

    @Test("image errors are pages, escaped")
    func imageErrors() async throws {
        let answer = try await ToyCloud.send(.get, "/image/v2/things/x")
        #expect(answer.text.contains("<title>404 Not Found</title>"))
        #expect(answer.text.contains("Thing &lt;b&gt; x could not be found."))
    }

    @Test("unknown URLs are errors in the API's own shape")
    func unrouted() async throws {
        let answer = try await ToyCloud.send(.get, "/identity/v3/nothing")
        #expect(answer.status == .notFound)
        #expect(answer.json?[key: "error"]?[key: "code"] == 404)
    }

    @Test("uploads are streamed whatever their type and size")
    func upload() async throws {
        let body = String(repeating: "x", count: 300_000)
        let answer = try await ToyCloud.send(
            .put, "/image/v2/files/1", headers: [.contentType: "application/octet-stream"], body: body)
        #expect(answer.json == ["count": 300_000])
    }

    @Test("downloads are sent as they are")
    func download() async throws {
        let answer = try await ToyCloud.send(.get, "/image/v2/files/1")
        #expect(answer.text == "data")
        #expect(answer.header("Content-Type") == "application/octet-stream")
    }
}
