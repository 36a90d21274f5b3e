import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WireJSON

@Suite struct NegotiationTests {
    private func send(_ headers: [(String, String)], _ path: String = "/v2.1/toys/t1") async throws -> TestResponse {
        var fields = HTTPFields()
        for (name, value) in headers { fields.append(HTTPField(name: try ToyCloud.name(name), value: value)) }
        return try await ToyCloud.send(.get, path, headers: fields)
    }

    @Test(
        "the version wanted is served and told",
        arguments: [
            ([], "2.1"), ([("OpenStack-API-Version", "compute 2.26")], "2.26"),
            ([("OpenStack-API-Version", "COMPUTE 2.26")], "2.26"),
            ([("OpenStack-API-Version", "compute latest")], "2.104"),
            ([("OpenStack-API-Version", "volume 3.0, compute 2.3, compute 2.4, image 2.9")], "2.4"),
            ([("OpenStack-API-Version", "compute 2.3"), ("OpenStack-API-Version", "compute 2.5")], "2.5"),
            ([("OpenStack-API-Version", "volume 3.0")], "2.1"),
            ([("OpenStack-API-Version", "volume 3.0"), ("X-OpenStack-Nova-API-Version", "2.7")], "2.7"),
            ([("X-OpenStack-Nova-API-Version", "2.7, 2.8")], "2.8"),
            ([("X-OpenStack-Nova-API-Version", "2.7"), ("OpenStack-API-Version", "compute 2.9")], "2.9"),
        ])
    func served(headers: [(String, String)], version: String) async throws {
        let answer = try await send(headers)
        #expect(answer.status == .ok)
        #expect(answer.header("OpenStack-API-Version") == "compute \(version)")
        #expect(answer.header("X-OpenStack-Nova-API-Version") == version)
        #expect(answer.header("Vary") == "OpenStack-API-Version, X-OpenStack-Nova-API-Version")
    }

    @Test(
        "what is no version is 400 without version headers",
        arguments: [
            "2", "2.", "2.01", "02.1", "2.1.1", "two", "2.x", "0.1", "-2.1", "LATEST",
        ])
    func malformed(version: String) async throws {
        let answer = try await send([("X-OpenStack-Nova-API-Version", version)])
        #expect(answer.status == .badRequest)
        #expect(answer.fault("badRequest")?.contains(version) == true)
        #expect(answer.header("OpenStack-API-Version") == nil)
    }

    @Test(
        "a version that isn't served is 406 with the range",
        arguments: ["2.0", "1.9", "2.105", "3.0", "2.99999999999999999999"])
    func outOfRange(version: String) async throws {
        let answer = try await send([("OpenStack-API-Version", "compute \(version)")])
        #expect(answer.status == .notAcceptable)
        let message = try #require(answer.fault("computeFault"))
        #expect(answer.json?[key: "computeFault"]?[key: "code"] == 406)
        #expect([version, "2.1", "2.104"].allSatisfy(message.contains))
        #expect(answer.header("OpenStack-API-Version") == "compute \(version)")
        #expect(answer.header("X-OpenStack-Nova-API-Version") == version)
    }

    @Test("faults carry the version headers too")
    func faults() async throws {
        let answer = try await send([("OpenStack-API-Version", "compute 2.26")], "/v2.1/toys/none")
        #expect(answer.status == .notFound)
        #expect(answer.header("OpenStack-API-Version") == "compute 2.26")
        #expect(answer.header("Vary") != nil)
    }

    @Test("an unknown URL is 404 whatever the version header says")
    func routeFirst() async throws {
        let answer = try await send([("OpenStack-API-Version", "compute junk")], "/v2.1/nothing")
        #expect(answer.status == .notFound)
        #expect(answer.header("OpenStack-API-Version") == nil)
    }

    @Test("an operation outside its versions is a fault 404", arguments: [("2.25", 404), ("2.26", 200)])
    func operationRange(version: String, status: Int) async throws {
        let answer = try await ToyCloud.send(.get, "/v2.1/toys/t1/tags/x", version: version)
        #expect(answer.status.code == status)
        if status == 404 { #expect(answer.fault("itemNotFound") == "The resource could not be found.") }
    }

    @Test("an action outside its versions is 404, not 400", arguments: [("2.16", 404), ("2.17", 202)])
    func actionRange(version: String, status: Int) async throws {
        let answer = try await ToyCloud.send(.post, "/v2.1/toys/t1/action", version: version, body: #"{"newer": null}"#)
        #expect(answer.status.code == status)
    }

    @Test("the success status follows the version", arguments: [("2.1", 200), ("2.2", 201), ("2.104", 201)])
    func status(version: String, status: Int) async throws {
        let answer = try await ToyCloud.send(.post, "/v2.1/toys", version: version, body: #"{"toy": {"name": "a"}}"#)
        #expect(answer.status.code == status)
    }

    @Test("an operation may answer in another way from a version on")
    func answerByVersion() async throws {
        let old = try await ToyCloud.send(.post, "/v2.1/toys/t1/action", version: "2.44", body: #"{"image": {}}"#)
        #expect(old.header("Location") == "http://image")
        #expect(old.body.readableBytes == 0)
        let new = try await ToyCloud.send(.post, "/v2.1/toys/t1/action", version: "2.45", body: #"{"image": {}}"#)
        #expect(new.header("Location") == nil)
        #expect(new.json == ["image_id": "i"])
    }

    @Test("legacy v2 knows no versions, checks bodies loosely and has no newer operations")
    func legacy() async throws {
        let shown = try await ToyCloud.send(.get, "/v2/toys/t1", version: "2.26")
        #expect(shown.status == .ok)
        #expect(shown.header("OpenStack-API-Version") == nil)
        #expect(shown.header("Vary") == nil)
        #expect(shown.json?[key: "toy"]?[key: "tags"] == nil)
        let created = try await ToyCloud.send(.post, "/v2/toys", body: #"{"toy": {"name": " a ", "x": 1}, "y": 2}"#)
        #expect(created.json?[key: "toy"]?[key: "name"] == "a")
        #expect(try await ToyCloud.send(.get, "/v2/toys/t1/tags/x").status == .notFound)
    }
}
