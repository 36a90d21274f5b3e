import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import Testing
import WireJSON

@Suite struct AccessTests {
    @Test(
        "without a good token there is 401, before anything else is looked at",
        arguments: [
            (String?.none, "/v2.1/toys"), ("forged", "/v2.1/toys"), ("", "/v2.1/toys"), (nil, "/v2.1/nothing"),
        ])
    func unauthorized(token: String?, path: String) async throws {
        let answer = try await ToyCloud.send(.get, path, token: token, version: "junk")
        #expect(answer.status == .unauthorized)
        #expect(answer.json?[key: "error"]?[key: "code"] == 401)
        #expect(answer.json?[key: "error"]?[key: "title"] == "Unauthorized")
        #expect(answer.header("WWW-Authenticate") == "Keystone uri=\"http://localhost/identity/v3\"")
        #expect(answer.header("x-openstack-request-id") == "req-\(ToyCloud.uuid)")
    }

    @Test("an identity service that is away is 503, not 401")
    func identityAway() async throws {
        #expect(try await ToyCloud.send(.get, "/v2.1/toys", token: "broken").fault("serviceUnavailable") != nil)
    }

    @Test("policy refuses by the rule's name")
    func policy() async throws {
        let answer = try await ToyCloud.send(
            .post, "/v2.1/toys/t1/action", token: "reader", body: #"{"os-stop": null}"#)
        #expect(answer.fault("forbidden") == "Policy doesn't allow os_compute_api:servers:stop to be performed.")
    }

    @Test("what can't be found is 404 also for those who may not do it")
    func lookupFirst() async throws {
        let answer = try await ToyCloud.send(
            .post, "/v2.1/toys/none/action", token: "reader", body: #"{"os-stop": null}"#)
        #expect(answer.fault("itemNotFound") == "Toy none could not be found.")
    }

    @Test(
        "another project's object is not found, except by an administrator",
        arguments: [("member", 404), ("admin", 200)])
    func foreign(token: String, status: Int) async throws {
        #expect(try await ToyCloud.send(.get, "/v2.1/toys/foreign", token: token).status.code == status)
    }

    @Test("fields that policy hides are left out", arguments: [("member", false), ("admin", true)])
    func fields(token: String, isShown: Bool) async throws {
        let toy = try await ToyCloud.send(.get, "/v2.1/toys/t1", token: token).json?[key: "toy"]
        #expect((toy?[key: "project"] != nil) == isShown)
    }

    @Test("a token without a project is refused where one is needed")
    func unscoped() async throws {
        #expect(try await ToyCloud.send(.get, "/v2.1/origin", token: "unscoped").status == .forbidden)
    }

    @Test("both request ids are on every answer; a caller's own id is kept apart")
    func requestIDs() async throws {
        let global = "req-99999999-2222-4333-8444-555555555555"
        let answer = try await ToyCloud.send(
            .get, "/v2.1/origin", headers: [try ToyCloud.name("X-OpenStack-Request-ID"): global])
        let own = "req-\(ToyCloud.uuid)"
        #expect(answer.header("x-openstack-request-id") == own)
        #expect(answer.header("x-compute-request-id") == own)
        #expect(answer.json?[key: "request"] == .string(own))
        #expect(answer.json?[key: "global"] == .string(global))
        #expect(answer.json?[key: "passes"] == false)
    }

    @Test(
        "a caller's id of another form is dropped",
        arguments: ["req-1", "x", "req-99999999-2222-4333-8444-55555555555\""])
    func badGlobalID(text: String) async throws {
        let answer = try await ToyCloud.send(
            .get, "/v2.1/origin", headers: [try ToyCloud.name("X-OpenStack-Request-ID"): text])
        #expect(answer.json?[key: "global"] == .null)
    }

    @Test(
        "errors become faults with the name of their status",
        arguments: [
            ("invalid", 400, "badRequest", "bad"), ("forbidden", 403, "forbidden", "no"),
            ("missing", 404, "itemNotFound", "nothing"),
            ("conflict", 409, "conflictingRequest", "taken"),
            ("locked", 409, "conflictingRequest", "Instance s is locked"),
            ("quota", 403, "forbidden", "Quota exceeded for cores: Requested 2, but already used 20 of 20 cores"),
            ("unsupported", 501, "notImplemented", "can't"), ("away", 503, "serviceUnavailable", "later"),
            ("gone", 410, "computeFault", "This resource is no longer available. No forwarding address is given."),
        ])
    func faults(kind: String, status: Int, name: String, message: String) async throws {
        let answer = try await ToyCloud.send(.put, "/v2.1/errors/\(kind)")
        #expect(answer.status.code == status)
        #expect(answer.json?.object?.keys == [name])
        #expect(answer.json?[key: name] == ["code": .int(Int64(status)), "message": .string(message)])
        #expect(answer.header("Content-Type") == "application/json; charset=UTF-8")
    }

    @Test("a fault repeats the time to wait")
    func retryAfter() async throws {
        let answer = try await ToyCloud.send(.put, "/v2.1/errors/large")
        #expect(answer.json?[key: "overLimit"]?[key: "retryAfter"] == "30")
        #expect(answer.header("Retry-After") == "30")
    }

    @Test(
        "defects tell the client nothing but their type",
        arguments: [("failure", "ComputeError"), ("defect", "UnknownDefect")])
    func defects(kind: String, type: String) async throws {
        let answer = try await ToyCloud.send(.put, "/v2.1/errors/\(kind)")
        #expect(answer.status == .internalServerError)
        let message = try #require(answer.fault("computeFault"))
        #expect(message.contains(type))
        #expect(!answer.text.contains("secret"))
        #expect(!answer.text.contains("1234"))
    }
}
