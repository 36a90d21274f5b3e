import AerieTestSupport
import Testing
import WireJSON

extension EndToEnd {
    struct FiftyServersTests {
        @Test(.timeLimit(.minutes(20)))
        func `fifty servers are created at once and deleted again while the API answers`() async throws {
            try await TestCloud.with { cloud, api in
                let image = try await api.makeImage(.deaf)
                let flavor = try await api.makeTinyFlavor(share: 20)
                let reader = Task { await Self.readAllTheTime(api) }
                let times: (up: Duration, down: Duration)
                do {
                    times = try await Self.fillAndEmpty(cloud, api, image: image, flavor: flavor)
                } catch {
                    reader.cancel()
                    throw error
                }
                reader.cancel()
                let answers = await reader.value
                #expect(answers.faults == [])
                #expect(answers.count > 20)
                #expect(try await Holdings(of: cloud, api).faults(when: []) == [])
                print(
                    "50 servers: all ACTIVE after \(times.up), all gone after \(times.down);",
                    "\(answers.count) lists meanwhile, the slowest took \(answers.slowest)")
            }
        }

        private static func fillAndEmpty(
            _ cloud: TestCloud, _ api: APIClient, image: String, flavor: String
        ) async throws -> (up: Duration, down: Duration) {
            let clock = ContinuousClock()
            let start = clock.now
            _ = try await api.createServer("many", image: image, flavor: flavor, ["min_count": 50, "max_count": 50])
            try await eventually("50 servers are ACTIVE", within: .seconds(600)) {
                let statuses = try await servers(api).map { try $0.text("status") }
                if statuses.contains("ERROR") { throw TestCloudError("a server is in ERROR: \(statuses)") }
                return statuses.filter { $0 == "ACTIVE" }.count == 50
            }
            let up = start.duration(to: clock.now)
            let ids = try await servers(api).map { try $0.text("id") }
            #expect(Set(try await servers(api).map { try address(in: $0) }).count == 50)
            #expect(try await Holdings(of: cloud, api).faults(when: ids) == [])

            let middle = clock.now
            try await withThrowingTaskGroup { group in
                for id in ids { group.addTask { _ = try await api.delete("/v2.1/servers/\(id)").expecting(204) } }
                try await group.waitForAll()
            }
            try await eventually("50 servers are gone", within: .seconds(600)) { try await servers(api).isEmpty }
            return (up, middle.duration(to: clock.now))
        }

        private static func servers(_ api: APIClient) async throws -> [JSONValue] {
            try await api.get("/v2.1/servers/detail?limit=1000").expecting(200).json.list("servers")
        }

        private static func address(in server: JSONValue) throws -> String {
            let addresses = try server[key: "addresses"].orThrow("no addresses in \(server)")
            return try addresses.list("private").first.orThrow("no address").text("addr")
        }

        private struct Answers: Sendable {
            var count = 0
            var slowest = Duration.zero
            var faults: [String] = []
        }

        /// Lists servers again and again until the task is cancelled.
        private static func readAllTheTime(_ api: APIClient) async -> Answers {
            var answers = Answers()
            let clock = ContinuousClock()
            while !Task.isCancelled {
                let start = clock.now
                do {
                    let answer = try await api.get("/v2.1/servers")
                    answers.count += 1
                    answers.slowest = max(answers.slowest, start.duration(to: clock.now))
                    if answer.status != 200 { answers.faults.append("\(answer.status) \(answer.text)") }
                } catch {
                    if !Task.isCancelled { answers.faults.append("\(error)") }
                }
                try? await Task.sleep(for: .milliseconds(50))
            }
            return answers
        }
    }
}
