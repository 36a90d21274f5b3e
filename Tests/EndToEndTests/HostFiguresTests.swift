import AerieTestSupport
import Foundation
import Testing
import WireJSON

extension EndToEnd {
    struct HostFiguresTests {
        @Test(.timeLimit(.minutes(6)))
        func `diagnostics lie within what virsh says just before and just after`() async throws {
            try await TestCloud.with { _, api in
                let id = try await api.boot(.deaf, name: "counted")
                _ = try await api.wait(forTicksOf: id)

                let before = await Virsh.statistics(of: id)
                let old = try await api.get("/v2.1/servers/\(id)/diagnostics").expecting(200)
                let new = try await api.at("2.48").get("/v2.1/servers/\(id)/diagnostics").expecting(200)
                let after = await Virsh.statistics(of: id)

                let counted = CountedGuest(before: before, after: after)
                try #require(!before.isEmpty && !after.isEmpty)
                #expect(counted.faults(inOldShape: old.json) == [])
                #expect(try counted.faults(inNewShape: new.json) == [])
            }
        }

        @Test(.timeLimit(.minutes(6)))
        func `the hypervisor's figures are libvirt's own`() async throws {
            try await TestCloud.with { cloud, api in
                let id = try await api.boot(.deaf, name: "only")
                let node = await Virsh.fields("nodeinfo")
                let memory = await Virsh.fields("nodememstats")
                let version = await Virsh.fields("version")
                let host = await Virsh.run("hostname").trimmingCharacters(in: .whitespacesAndNewlines)

                let answer = try await api.get("/v2.1/os-hypervisors/detail").expecting(200)
                let all = try answer.json.list("hypervisors")
                #expect(all.count == 1)
                let found = try #require(all.first)

                #expect(try found.text("hypervisor_hostname") == host)
                #expect(try found.text("state") == "up")
                #expect(try found.text("hypervisor_type") == "QEMU")
                #expect(try "\(found.integer("vcpus"))" == node["CPU(s)"])
                let total = try #require(memory["total"].flatMap { Int64($0.split(separator: " ").first ?? "") })
                #expect(try found.integer("memory_mb") == total / 1024)
                #expect(try found.integer("vcpus_used") == 1)
                #expect(try found.integer("memory_mb_used") == 512 + 64, "reserved and the guest's")
                #expect(try found.integer("running_vms") == 1)
                let space = try FileManager.default.attributesOfFileSystem(forPath: cloud.directory)
                let bytes = try #require(space[.systemSize] as? NSNumber).int64Value
                #expect(try found.integer("local_gb") == bytes >> 30)

                let wanted = try #require(version["Running hypervisor"]?.split(separator: " ").last)
                let parts = wanted.split(separator: ".").compactMap { Int64($0) }
                try #require(parts.count == 3)
                #expect(try found.integer("hypervisor_version") == parts[0] * 1_000_000 + parts[1] * 1000 + parts[2])

                let latest = try await api.at("2.104").get("/v2.1/os-hypervisors/detail?with_servers=true").expecting(
                    200)
                let servers = try #require(try latest.json.list("hypervisors").first).list("servers")
                #expect(try servers.map { try $0.text("uuid") } == [id])
            }
        }
    }
}
