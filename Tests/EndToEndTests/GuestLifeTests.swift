import AerieTestSupport
import Foundation
import Testing
import WireJSON

extension EndToEnd {
    struct GuestLifeTests {
        @Test(.timeLimit(.minutes(8)))
        func `a guest is created, stopped, started, rebooted and deleted, and ticks after each`() async throws {
            try await TestCloud.with { cloud, api in
                let id = try await api.boot(.obedient, name: "life")
                #expect(await Virsh.state(of: id) == "running")
                _ = try await api.wait(forTicksOf: id)

                _ = try await api.action("os-stop", on: id).expecting(202)
                try await api.wait(for: id, toBe: ["SHUTOFF"])
                #expect(await Virsh.state(of: id) == "shut off")
                _ = try await api.wait(forConsoleOf: id, toHold: "power off")

                _ = try await api.action("os-start", on: id).expecting(202)
                try await api.wait(for: id, toBe: ["ACTIVE"])
                _ = try await api.wait(forTicksOf: id, boot: 2)

                for (boot, type) in [(3, "SOFT"), (4, "HARD")] {
                    _ = try await api.action("reboot", ["type": .string(type)], on: id).expecting(202)
                    try await api.wait(for: id, toBe: ["ACTIVE"])
                    _ = try await api.wait(forTicksOf: id, boot: boot)
                    #expect(await Virsh.state(of: id) == "running")
                }
                #expect(try await Holdings(of: cloud, api).faults(when: [id]) == [])

                try await api.deleteAndWait(id)
                #expect(try await Holdings(of: cloud, api).faults(when: []) == [])
            }
        }

        @Test(.timeLimit(.minutes(6)))
        func `a guest is paused, suspended, and goes on ticking where it was after each`() async throws {
            try await TestCloud.with { cloud, api in
                let id = try await api.boot(.deaf, name: "sleeper")
                var log = try await api.wait(forTicksOf: id)
                for (action, status, power, back) in [
                    ("pause", "PAUSED", "paused", "unpause"), ("suspend", "SUSPENDED", "shut off", "resume"),
                ] {
                    _ = try await api.action(action, on: id).expecting(202)
                    try await api.wait(for: id, toBe: [status])
                    #expect(await Virsh.state(of: id) == power)
                    #expect(QEMUProcess.all(of: id).isEmpty == (action == "suspend"))
                    _ = try await api.action(action, on: id).expecting(409)
                    _ = try await api.action(back, on: id).expecting(202)
                    try await api.wait(for: id, toBe: ["ACTIVE"])
                    #expect(await Virsh.state(of: id) == "running")
                    // The same boot, which has not begun anew.
                    log = try await api.wait(forTicksOf: id, past: log.ticks)
                }
                _ = try await api.action("suspend", on: id).expecting(202)
                try await api.wait(for: id, toBe: ["SUSPENDED"])
                _ = try await api.action("reboot", ["type": "HARD"], on: id).expecting(202)
                try await api.wait(for: id, toBe: ["ACTIVE"])
                _ = try await api.wait(forTicksOf: id, boot: 2)
                _ = try await api.action("suspend", on: id).expecting(202)
                try await api.wait(for: id, toBe: ["SUSPENDED"])
                #expect(try await Holdings(of: cloud, api).faults(when: [id]) == [])
                try await api.deleteAndWait(id)
                #expect(try await Holdings(of: cloud, api).faults(when: []) == [])
            }
        }

        @Test(.timeLimit(.minutes(6)))
        func `a guest that does not listen is powered off when its time is up`() async throws {
            try await TestCloud.with(options: ["compute": ["shutdownTimeout": "1", "softRebootTimeout": "1"]]) {
                _, api in
                let id = try await api.boot(.deaf, name: "deaf")
                _ = try await api.wait(forTicksOf: id)
                _ = try await api.action("reboot", ["type": "SOFT"], on: id).expecting(202)
                try await api.wait(for: id, toBe: ["ACTIVE"])
                _ = try await api.wait(forTicksOf: id, boot: 2)
                _ = try await api.action("os-stop", on: id).expecting(202)
                try await api.wait(for: id, toBe: ["SHUTOFF"])
                #expect(await Virsh.state(of: id) == "shut off")
            }
        }

        @Test(.timeLimit(.minutes(6)))
        func `a guest that powers itself off is SHUTOFF at once, not at the next look at all guests`() async throws {
            try await TestCloud.with(options: ["compute": ["powerSyncInterval": "86400"]]) { _, api in
                let id = try await api.boot(.brief, name: "brief")
                try await eventually("the guest powers off") { await Virsh.state(of: id) == "shut off" }
                try await api.wait(for: id, toBe: ["SHUTOFF"])
            }
        }

        @Test(.timeLimit(.minutes(6)))
        func `its domain carries the block that monitoring tools read`() async throws {
            try await TestCloud.with { _, api in
                let id = try await api.boot(.deaf, name: "Wächter <&> 見張り")
                let block = await Virsh.run("metadata", id, "http://openstack.org/xmlns/libvirt/nova/1.1")
                #expect(block.contains("<name>Wächter &lt;&amp;&gt; 見張り</name>"))
                #expect(block.contains("<memory>64</memory>"))
                #expect(block.contains(">admin</user>"))
                #expect(block.contains(">admin</project>"))
                #expect(block.contains("address=\"\(try await api.fixedAddress(of: id))\""))
                let name = try await api.at("2.3").server(id).text("OS-EXT-SRV-ATTR:instance_name")
                #expect(await Virsh.run("domuuid", name).trimmingCharacters(in: .whitespacesAndNewlines) == id)
            }
        }
    }
}
