import AerieTestSupport
import Testing
import WireJSON

extension EndToEnd {
    struct SoftDeletionTests {
        @Test(.timeLimit(.minutes(8)))
        func `a deleted server keeps its disk until it is restored, or deleted by force`() async throws {
            try await TestCloud.with(options: ["compute": ["reclaimInstanceInterval": "86400"]]) { cloud, api in
                let id = try await api.boot(.deaf, name: "regretted")
                _ = try await api.wait(forTicksOf: id)
                for boot in 2...3 {
                    _ = try await api.delete("/v2.1/servers/\(id)").expecting(204)
                    try await api.wait(for: id, toBe: ["SOFT_DELETED"])
                    #expect(await Virsh.state(of: id) == "shut off")
                    #expect(QEMUProcess.all(of: id).isEmpty)
                    #expect(try await Holdings(of: cloud, api).faults(when: [id]) == [])
                    #expect(try await api.get("/v2.1/servers").expecting(200).json.list("servers").isEmpty)
                    _ = try await api.action("os-start", on: id).expecting(409)
                    _ = try await api.action("restore", on: id).expecting(202)
                    try await api.wait(for: id, toBe: ["ACTIVE"])
                    _ = try await api.wait(forTicksOf: id, boot: boot)
                }
                _ = try await api.delete("/v2.1/servers/\(id)").expecting(204)
                try await api.forceDeleteAndWait(id)
                #expect(try await Holdings(of: cloud, api).faults(when: []) == [])
            }
        }

        @Test(.timeLimit(.minutes(8)))
        func `a suspended server that was deleted goes on where it was`() async throws {
            try await TestCloud.with(options: ["compute": ["reclaimInstanceInterval": "86400"]]) { cloud, api in
                let id = try await api.boot(.deaf, name: "asleep")
                let log = try await api.wait(forTicksOf: id)
                _ = try await api.action("suspend", on: id).expecting(202)
                try await api.wait(for: id, toBe: ["SUSPENDED"])
                _ = try await api.delete("/v2.1/servers/\(id)").expecting(204)
                try await api.wait(for: id, toBe: ["SOFT_DELETED"])
                _ = try await api.action("restore", on: id).expecting(202)
                try await api.wait(for: id, toBe: ["ACTIVE"])
                _ = try await api.wait(forTicksOf: id, past: log.ticks)
                try await api.forceDeleteAndWait(id)
                #expect(try await Holdings(of: cloud, api).faults(when: []) == [])
            }
        }

        @Test(.timeLimit(.minutes(8)))
        func `a deleted server's time runs on while aeried is dead, and it is gone afterwards`() async throws {
            try await TestCloud.with(options: ["compute": ["reclaimInstanceInterval": "3"]]) { cloud, api in
                let id = try await api.boot(.deaf, name: "due")
                _ = try await api.delete("/v2.1/servers/\(id)").expecting(204)
                try await api.wait(for: id, toBe: ["SOFT_DELETED"])
                await cloud.kill()
                try await cloud.start()
                try await api.wait(for: id, toBe: ["GONE"])
                #expect(try await Holdings(of: cloud, api).faults(when: []) == [])
            }
        }
    }
}
