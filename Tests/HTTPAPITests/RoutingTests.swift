import APISchema
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import Identity
import NIOCore
import Testing
import WireJSON

@Suite struct RoutingTests {
    @Test(
        "both forms of URLs are served at every version",
        arguments: ["/v2.1/toys/t1", "/v2.1/abc/toys/t1", "/v2/toys/t1", "/v2/abc/toys/t1"])
    func forms(path: String) async throws {
        let answer = try await ToyCloud.send(.get, path)
        #expect(answer.status == .ok)
        let links = answer.json?[key: "toy"]?[key: "links"]?.array
        #expect(links?[0][key: "href"] == .string("http://localhost\(path)"))
        let bookmark = path.replacing("/v2.1", with: "").replacing("/v2", with: "")
        #expect(links?[1][key: "href"] == .string("http://localhost\(bookmark)"))
    }

    @Test(
        "the project of the URL must be the token's, for admins too", arguments: ["member", "admin"],
        ["/v2.1/def/toys/t1", "/v2.1/def/"])
    func foreignProject(token: String, path: String) async throws {
        let answer = try await ToyCloud.send(.get, path, token: token)
        #expect(answer.status == .badRequest)
        #expect(answer.fault("badRequest")?.contains("'def' doesn't match Context's project_id 'abc'") == true)
    }

    @Test("fixed sub-paths win over ids")
    func fixed() async throws {
        #expect(try await ToyCloud.send(.get, "/v2.1/toys/detail").json == ["detail": true])
    }

    @Test("parameters are found by name, decoded")
    func parameters() async throws {
        let answer = try await ToyCloud.send(.get, "/v2.1/toys/t1/tags/a%20b", version: "2.26")
        #expect(answer.json == ["toy": "t1", "tag": "a b"])
    }

    @Test(
        "what isn't routed is a plain 404 with request ids and without version headers",
        arguments: [
            (HTTPRequest.Method.get, "/v2.1/toys/"), (.get, "/v2.1/toys/t1/"), (.get, "/v2.1/nothing"),
            (.get, "/v2.1//toys"),
            (.get, "/v2.1/ABC/toys"), (.put, "/v2.1/toys"), (.head, "/v2.1/toys"), (.options, "/v2.1/toys"),
            (.patch, "/v2.1/toys/t1"),
            (.post, "/v2.1/"), (.get, "/v2.1/toys/t1/action"), (.get, "/v2.1/toys/%ff"),
        ])
    func unrouted(method: HTTPRequest.Method, path: String) async throws {
        let answer = try await ToyCloud.send(method, path, headers: [.accept: "application/json"])
        #expect(answer.status == .notFound)
        #expect(answer.json?[key: "itemNotFound"] == nil)
        #expect(answer.json?.object?.keys == ["message", "code", "title"])
        #expect(answer.header("x-openstack-request-id") == "req-\(ToyCloud.uuid)")
        #expect(answer.header("OpenStack-API-Version") == nil)
    }

    @Test("the plain 404 is a page for those who don't ask for JSON")
    func plainPage() async throws {
        let answer = try await ToyCloud.send(.get, "/v2.1/nothing")
        #expect(answer.header("Content-Type")?.hasPrefix("text/html") == true)
    }

    @Test("the table of endpoints is sound")
    func sound() throws {
        #expect(try ToyCloud.server().problems.isEmpty)
    }

    @Test("endpoints that overlap, and views with gaps, are problems")
    func unsound() {
        struct Bad: Resource {
            var endpoints: [Endpoint] {
                [
                    .get("a", allow: nil) { _ in .empty() },
                    .get("a", allow: nil, versions: .since(.v2_5)) { _ in .empty() },
                    .get("b", allow: nil, view: View<Toy>("x", [.null("k", .legacyOnly), .null("k", .since(.v2_7))])) {
                        _ in
                        ToysResource.toys[0]
                    },
                ]
            }
        }
        let mount = APIMount.compute([Bad()])[0]
        let server = try? APIServer(
            mounts: [mount], authenticator: ToyAuthenticator(), policy: .init(), makeUUID: { "" })
        #expect(server?.problems.count == 2)
    }
}
