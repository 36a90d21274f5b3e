import Foundation
import NIOHTTP1
package import WireJSON

extension APIClient {
    /// Makes an image and uploads the file's bytes.
    package func makeImage(
        _ name: String, file: String, format: String = "raw", container: String = "bare",
        properties: [String: String] = [:]
    ) async throws -> String {
        var body = JSONObject()
        body["name"] = .string(name)
        body["disk_format"] = .string(format)
        body["container_format"] = .string(container)
        for (key, value) in properties { body[key] = .string(value) }
        let made = try await post("/image/v2/images", .object(body)).expecting(201)
        let id = try made.json[key: "id"]?.text.orThrow("no image id in \(made.text)") ?? ""
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: file)))
        _ = try await send(.PUT, "/image/v2/images/\(id)/file", bytes: bytes, type: "application/octet-stream")
            .expecting(204)
        return id
    }

    /// - Parameter share: how much of each processor a guest may use at the most, in percent; nil: all of it. For guests that
    ///   nobody waits for.
    package func makeFlavor(
        _ id: String, ram: Int, disk: Int, vcpus: Int = 1, share: Int? = nil
    ) async throws -> String {
        let flavor: JSONValue = [
            "id": .string(id), "name": .string(id), "ram": .int(Int64(ram)), "disk": .int(Int64(disk)),
            "vcpus": .int(Int64(vcpus)),
        ]
        _ = try await post("/v2.1/flavors", ["flavor": flavor]).expecting(200)
        if let share {
            let specs: JSONValue = ["quota:cpu_period": "20000", "quota:cpu_quota": .string("\(200 * share)")]
            _ = try await post("/v2.1/flavors/\(id)/os-extra_specs", ["extra_specs": specs]).expecting(200)
        }
        return id
    }

    /// - Parameter more: further members of `server`.
    package func createServer(
        _ name: String, image: String, flavor: String, _ more: [String: JSONValue] = [:]
    ) async throws -> String {
        var server = JSONObject()
        server["name"] = .string(name)
        server["imageRef"] = .string(image)
        server["flavorRef"] = .string(flavor)
        for (key, value) in more { server[key] = value }
        let answer = try await post("/v2.1/servers", ["server": .object(server)]).expecting(202)
        return try (answer.json[key: "server"]?[key: "id"]?.text).orThrow("no server id in \(answer.text)")
    }

    package func server(_ id: String) async throws -> JSONValue {
        try await get("/v2.1/servers/\(id)").expecting(200).json[key: "server"].orThrow("no server")
    }

    package func action(_ name: String, _ value: JSONValue = .null, on server: String) async throws -> Answer {
        try await post("/v2.1/servers/\(server)/action", .object(JSONObject(name, value)))
    }

    /// Polls until the server has one of the statuses and no task.
    /// - Returns: the status that it ended in.
    @discardableResult
    package func wait(
        for server: String, toBe statuses: Set<String>, within limit: Duration = .seconds(180)
    ) async throws -> String {
        let clock = ContinuousClock()
        let end = clock.now.advanced(by: limit)
        var last = JSONValue.null
        var pause = PollPause()
        while clock.now < end {
            let answer = try await get("/v2.1/servers/\(server)")
            if answer.status == 404 {
                if statuses.contains("GONE") { return "GONE" }
                throw TestCloudError("server \(server) is gone")
            }
            last = answer.json[key: "server"] ?? .null
            let status = last[key: "status"]?.text ?? ""
            let isIdle = last[key: "OS-EXT-STS:task_state"] == .null
            if isIdle, statuses.contains(status) { return status }
            if isIdle, status == "ERROR" { break }
            try await pause.wait()
        }
        throw TestCloudError(
            "server \(server) is \(last[key: "status"]?.text ?? "?") (task \(last[key: "OS-EXT-STS:task_state"]?.text ?? "none")), "
                + "not \(statuses.sorted()): \(last[key: "fault"].map { "\($0)" } ?? "no fault")")
    }

    package func consoleLog(of server: String) async throws -> String {
        let answer = try await action("os-getConsoleOutput", .object(JSONObject()), on: server)
        return answer.json[key: "output"]?.text ?? ""
    }

    /// Polls the console until it holds `text`.
    package func wait(
        forConsoleOf server: String, toHold text: String, within limit: Duration = .seconds(180)
    ) async throws -> String {
        let clock = ContinuousClock()
        let end = clock.now.advanced(by: limit)
        var log = ""
        var pause = PollPause(first: .milliseconds(200), longest: .seconds(1))
        while clock.now < end {
            log = try await consoleLog(of: server)
            if log.contains(text) { return log }
            try await pause.wait()
        }
        throw TestCloudError("the console never said '\(text)'; it ends with: \(log.suffix(600))")
    }
}

extension APIClient.Answer {
    /// The answer itself, if its status is the one wanted.
    package func expecting(_ status: Int) throws -> APIClient.Answer {
        guard self.status == status else { throw TestCloudError("\(self.status) instead of \(status): \(text)") }
        return self
    }
}

extension Optional {
    package func orThrow(_ text: @autoclosure () -> String) throws -> Wrapped {
        guard let self else { throw TestCloudError(text()) }
        return self
    }
}

extension JSONObject {
    /// An object of one member.
    package init(_ key: String, _ value: JSONValue) {
        self.init()
        self[key] = value
    }
}
