import AerieTestSupport
import Testing
import WireJSON

extension EndToEnd {
    struct DeletingTests {
        @Test(.timeLimit(.minutes(6)))
        func `two deletes at once delete once`() async throws {
            try await TestCloud.with { cloud, api in
                let id = try await api.boot(.deaf, name: "twice")
                async let first = api.delete("/v2.1/servers/\(id)")
                async let second = api.delete("/v2.1/servers/\(id)")
                let statuses = try await [first.status, second.status]
                #expect(statuses.contains(204))
                #expect(Set(statuses).isSubset(of: [204, 404, 409]), "\(statuses)")
                try await api.wait(for: id, toBe: ["GONE"])
                #expect(try await Holdings(of: cloud, api).faults(when: []) == [])
                let actions = try await api.at("2.21").get("/v2.1/servers/\(id)/os-instance-actions").expecting(200)
                let deletes = try actions.json.list("instanceActions").filter { try $0.text("action") == "delete" }
                #expect(deletes.count == 1)
            }
        }

        @Test(.timeLimit(.minutes(8)))
        func `a server that is deleted is not built again by what was accepted after a reset`() async throws {
            try await TestCloud.with { cloud, api in
                let image = try await api.makeImage(.deaf)
                let flavor = try await api.makeTinyFlavor()
                for state in ["active", "error"] {
                    let id = try await api.createServer("doomed", image: image, flavor: flavor)
                    try await api.wait(for: id, toBe: ["ACTIVE"])
                    _ = try await api.action("forceDelete", on: id).expecting(202)
                    // The delete may be over already.
                    if try await api.action("os-resetState", ["state": .string(state)], on: id).status == 202 {
                        _ = try await api.action("rebuild", ["imageRef": .string(image)], on: id)
                    }
                    try await eventually("it is gone") { try await api.get("/v2.1/servers/\(id)").status == 404 }
                    try await eventually("what was accepted has ended") {
                        let answer = try await api.at("2.21").get("/v2.1/servers/\(id)/os-instance-actions").expecting(
                            200)
                        let rebuilds = try answer.json.list("instanceActions").filter {
                            try $0.text("action") == "rebuild"
                        }
                        return rebuilds.allSatisfy { $0[key: "message"]?.text == "Error" }
                    }
                    #expect(try await Holdings(of: cloud, api).faults(when: []) == [])
                }
            }
        }

        @Test(.timeLimit(.minutes(8)))
        func `a delete in the middle of a build wins and leaves nothing`() async throws {
            try await TestCloud.with { cloud, api in
                let image = try await api.makeImage(.deaf)
                let flavor = try await api.makeTinyFlavor()
                for task in [nil, "scheduling", "networking", "block_device_mapping", "spawning"] {
                    let id = try await api.createServer("doomed", image: image, flavor: flavor)
                    if let task { try await api.waitUntilBuild(of: id, is: task) }
                    try await api.deleteAndWait(id)
                    #expect(try await Holdings(of: cloud, api).faults(when: []) == [], "deleted while \(task ?? "new")")
                }
            }
        }
    }
}

extension APIClient {
    /// Polls as fast as it can until the build has this task, or is past it.
    fileprivate func waitUntilBuild(of server: String, is task: String) async throws {
        while true {
            let found = try await self.server(server)
            if found[key: "OS-EXT-STS:task_state"]?.text == task { return }
            if try found.text("status") != "BUILD" { return }
        }
    }
}
