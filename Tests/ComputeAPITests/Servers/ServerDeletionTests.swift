import AerieTestSupport
import Compute
import HTTPTypes
import HummingbirdTesting
import Store
import Testing
import WireJSON

/// Deletions that are deferred.
@Suite struct ServerDeletionTests {
    private let path = "servers/\(TestCompute.id(1))"

    private static func with(_ body: (TestCompute) async throws -> Void) async throws {
        try await TestCompute.withServers({ $0.reclaimInterval = 3600 }, body)
    }

    private func act(
        _ body: String, as sender: TestCompute.Sender = .member, on cloud: TestCompute
    ) async throws -> (status: Int, message: String?) {
        let response = try await cloud.send(.post, path + "/action", as: sender, body: body)
        return (response.status.code, response.message)
    }

    private func task(on cloud: TestCompute) async throws -> String? {
        try await cloud.send(.get, path).json?[key: "server"]?[key: "OS-EXT-STS:task_state"]?.text
    }

    private func setAside(_ number: Int, on cloud: TestCompute) async throws {
        try await cloud.add(number) {
            $0.vmState = .softDeleted
            $0.powerState = .shutdown
            $0.softDeletedAt = cloud.clock.now
        }
    }

    @Test("DELETE puts a server aside that has run, and deletes any other")
    func delete() async throws {
        for (launched, hosted, expected) in [
            (true, true, "soft-deleting"), (false, true, "deleting"), (true, false, "deleting"),
        ] {
            try await Self.with { cloud in
                try await cloud.add(1) { server in
                    if !launched { server.launchedAt = nil }
                    if !hosted { server.host = nil }
                }
                for _ in 1...2 { #expect(try await cloud.send(.delete, path).status == .noContent) }
                #expect(try await task(on: cloud) == expected)
                let actions = try await cloud.send(.get, path + "/os-instance-actions").json?[key: "instanceActions"]
                #expect(actions?.array?.compactMap { $0[key: "action"]?.text } == ["delete"])
            }
        }
    }

    @Test("A server that is put aside is shown to its project as SOFT_DELETED; nothing but restore and delete is legal")
    func shown() async throws {
        try await Self.with { cloud in
            try await setAside(1, on: cloud)
            let server = try await cloud.send(.get, path).json?[key: "server"]
            #expect(server?[key: "status"] == "SOFT_DELETED")
            #expect(server?[key: "OS-EXT-STS:vm_state"] == "soft-delete")
            for (body, word) in [
                (#"{"os-start": null}"#, "start"), (#"{"os-stop": null}"#, "stop"), (#"{"pause": null}"#, "pause"),
                (#"{"reboot": {"type": "HARD"}}"#, "reboot"), (#"{"suspend": null}"#, "suspend"),
            ] {
                let refused = try await act(body, on: cloud)
                #expect(refused.status == 409)
                #expect(
                    refused.message
                        == "Cannot '\(word)' instance \(TestCompute.id(1)) while it is in vm_state soft-delete")
            }
            #expect(try await cloud.send(.delete, path).status == .noContent)
            #expect(try await task(on: cloud) == nil)
        }
    }

    @Test(
        "What is put aside is restored or deleted by force, for its project only",
        arguments: [("restore", "restoring"), ("forceDelete", "deleting")])
    func ends(action: String, shows: String) async throws {
        try await Self.with { cloud in
            try await setAside(1, on: cloud)
            #expect(try await act("{\"\(action)\": null}", as: .reader, on: cloud).status == 403)
            #expect(try await act("{\"\(action)\": null}", as: .stranger, on: cloud).status == 404)
            #expect(try await act("{\"\(action)\": {\"any\": 1}}", on: cloud).status == 202)
            #expect(try await task(on: cloud) == shows)
        }
    }

    @Test("A restore is refused in any other state, during a task, under a lock, and over the quota")
    func refusals() async throws {
        try await TestCompute.withServers({
            $0.reclaimInterval = 3600
            $0.limits.cores = 1
        }) { cloud in
            try await cloud.add(1)
            var refused = try await act(#"{"restore": null}"#, on: cloud)
            #expect(refused.status == 409 && refused.message?.contains("Cannot 'restore' instance") == true)
            _ = try await cloud.stores.servers.change(TestCompute.id(1), in: .everything, facets: []) { _ in
                ServerDecision(change: ServerChange { $0.vmState = .set(.softDeleted) })
            }
            try await cloud.add(2)
            refused = try await act(#"{"restore": null}"#, on: cloud)
            #expect(refused.status == 403)
            #expect(
                refused.message == "Quota exceeded for cores: Requested 1, but already used 1 of 1 cores")
            _ = try await cloud.stores.servers.change(TestCompute.id(1), in: .everything, facets: []) { _ in
                ServerDecision(change: ServerChange { $0.lock = .set(ServerLock(holder: .owner, reason: nil)) })
            }
            #expect(try await act(#"{"restore": null}"#, on: cloud).message?.contains("is locked") == true)
            #expect(try await act(#"{"forceDelete": null}"#, on: cloud).status == 409)
            #expect(try await cloud.send(.delete, path).status == .conflict)
        }
    }

    @Test("A forced delete goes on top of a soft one that is under way")
    func forced() async throws {
        try await Self.with { cloud in
            try await cloud.add(1)
            #expect(try await cloud.send(.delete, path).status == .noContent)
            #expect(try await act(#"{"forceDelete": null}"#, on: cloud).status == 202)
            #expect(try await task(on: cloud) == "deleting")
            #expect(try await act(#"{"restore": null}"#, on: cloud).status == 409)
        }
    }

    @Test(
        "Lists show it to administrators who ask, and to whoever asks for changes",
        arguments: [
            ("", false, false), ("deleted=true", true, false), ("deleted=true&soft_deleted=false", false, false),
            ("soft_deleted=true", true, false), ("status=SOFT_DELETED", true, false),
            ("vm_state=soft-delete", true, false), ("changes-since=2026-11-20T00:00:00Z", true, true),
            ("changes-since=2026-11-20T00:00:00Z&deleted=false", false, true),
        ])
    func lists(query: String, admins: Bool, members: Bool) async throws {
        try await Self.with { cloud in
            try await setAside(1, on: cloud)
            for (sender, isShown) in [(TestCompute.Sender.admin, admins), (.member, members)] {
                let list = try await cloud.send(.get, "servers?" + query, as: sender, version: "2.90")
                let names = list.json?[key: "servers"]?.array?.compactMap { $0[key: "name"]?.text }
                #expect(names == (isShown ? ["server-1"] : []), "\(sender)")
            }
        }
    }
}
