import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WireJSON

@Suite struct BodyTests {
    private let fine = #"{"toy": {"name": "a"}}"#

    @Test(
        "JSON, its vendor type, plain text and no type at all are read",
        arguments: [
            "application/json", "application/json; charset=utf-8", "application/vnd.openstack.compute+json",
            "text/plain", "", "Application/JSON",
        ])
    func readable(type: String) async throws {
        #expect(try await ToyCloud.send(.post, "/v2.1/toys", headers: [.contentType: type], body: fine).status == .ok)
    }

    @Test(
        "any other type is 415, for any method",
        arguments: [
            (HTTPRequest.Method.post, "application/xml"), (.post, "multipart/form-data"), (.get, "application/xml"),
            (.delete, "text/html"),
        ])
    func unreadable(method: HTTPRequest.Method, type: String) async throws {
        let path = method == .post ? "/v2.1/toys" : "/v2.1/toys/t1"
        let answer = try await ToyCloud.send(method, path, headers: [.contentType: type], body: fine)
        #expect(answer.status == .unsupportedMediaType)
        #expect(answer.fault("badMediaType") == "Unsupported Content-Type")
    }

    @Test(
        "answers are JSON, called as the client likes",
        arguments: [
            ("", "application/json"), ("application/xml", "application/json"), ("*/*", "application/json"),
            ("application/vnd.openstack.compute+json", "application/vnd.openstack.compute+json"),
            (
                "application/json;q=0.5, application/vnd.openstack.compute+json",
                "application/vnd.openstack.compute+json"
            ),
            ("application/vnd.openstack.compute+json;q=0.1, application/json", "application/json"),
        ])
    func responseType(accept: String, type: String) async throws {
        let answer = try await ToyCloud.send(.get, "/v2.1/toys/t1", headers: [.accept: accept])
        #expect(answer.header("Content-Type") == type)
        #expect(answer.header("Content-Length") == String(answer.body.readableBytes))
    }

    @Test("broken JSON is 400", arguments: ["{", "nope", #"{"toy": }"#, "{} {}"])
    func malformed(body: String) async throws {
        let answer = try await ToyCloud.send(.post, "/v2.1/toys", body: body)
        #expect(answer.fault("badRequest") == "Malformed request body")
    }

    @Test("no body at all fails the schema")
    func missing() async throws {
        let answer = try await ToyCloud.send(.post, "/v2.1/toys")
        #expect(answer.fault("badRequest") == "None is not of type 'object'")
    }

    @Test("schema errors name the field")
    func schema() async throws {
        let answer = try await ToyCloud.send(.post, "/v2.1/toys", body: #"{"toy": {"name": 5}}"#)
        #expect(answer.fault("badRequest")?.hasPrefix("Invalid input for field/attribute name. Value: 5.") == true)
    }

    @Test("a body over the limit is 413 and no fault", arguments: [114_689, 300_000])
    func tooLarge(size: Int) async throws {
        let body = String(repeating: " ", count: size)
        let answer = try await ToyCloud.send(.post, "/v2.1/toys", headers: [.accept: "application/json"], body: body)
        #expect(answer.status == .contentTooLarge)
        #expect(answer.json?[key: "overLimit"] == nil)
    }

    @Test("a body of just the limit is read")
    func largest() async throws {
        let body = fine + String(repeating: " ", count: 114_688 - fine.utf8.count)
        #expect(try await ToyCloud.send(.post, "/v2.1/toys", body: body).status == .ok)
    }

    @Test("the body of DELETE is not looked at")
    func deleteBody() async throws {
        #expect(try await ToyCloud.send(.delete, "/v2.1/toys/t1", body: "{").status == .accepted)
    }

    @Test(
        "an action's body has exactly one key",
        arguments: ["{}", #"{"os-stop": null, "rename": null}"#, "null", #""os-stop""#, "{", ""])
    func oneAction(body: String) async throws {
        let answer = try await ToyCloud.send(.post, "/v2.1/toys/t1/action", body: body)
        #expect(answer.status == .badRequest)
        #expect(answer.fault("badRequest") == "Malformed request body")
    }

    @Test("an unknown action is 400, a list of actions 404")
    func unknownAction() async throws {
        let unknown = try await ToyCloud.send(.post, "/v2.1/toys/t1/action", body: #"{"dance": null}"#)
        #expect(unknown.fault("badRequest") == "There is no such action: dance")
        #expect(try await ToyCloud.send(.post, "/v2.1/toys/t1/action", body: "[]").status == .notFound)
    }

    @Test("an action's value is decoded, and may be null where that is allowed")
    func actionValue() async throws {
        let renamed = try await ToyCloud.send(.post, "/v2.1/toys/t1/action", body: #"{"rename": {"name": "n"}}"#)
        #expect(renamed.json?[key: "toy"]?[key: "name"] == "n")
        #expect(try await ToyCloud.send(.post, "/v2.1/toys/t1/action", body: #"{"rename": null}"#).status == .ok)
        #expect(
            try await ToyCloud.send(.post, "/v2.1/toys/t1/action", body: #"{"rename": {"x": 1}}"#).status == .badRequest
        )
    }

    @Test("answers without a body have none")
    func empty() async throws {
        let answer = try await ToyCloud.send(.post, "/v2.1/toys/t1/action", body: #"{"os-stop": null}"#)
        #expect(answer.status == .accepted)
        #expect(answer.body.readableBytes == 0)
        #expect(answer.header("Content-Type") == nil)
    }

    @Test("what was created says where it is")
    func location() async throws {
        let answer = try await ToyCloud.send(.post, "/v2.1/abc/toys", body: fine)
        #expect(answer.header("Location") == "http://localhost/v2.1/abc/toys/new")
    }
}
