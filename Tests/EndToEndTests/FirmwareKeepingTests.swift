import AerieTestSupport
import Foundation
import Testing
import WireJSON

extension EndToEndAside {
    /// What becomes of the variables of a server's firmware and of its TPM where its guest is defined anew, or its place on the
    /// host is given up. While the guest is off their files must not change; afterwards it has to boot with them.
    struct FirmwareKeepingTests {
        private static let staying = ["compute": ["shutdownTimeout": "20", "shelvedOffloadTime": "-1"]]

        @Test(.timeLimit(.minutes(15)))
        func `a shelved server has its firmware variables and its TPM again, also from the shelf`() async throws {
            try await TestCloud.with(options: Self.staying) { cloud, api in
                let server = try await FirmwareGuest.create("put-aside", api)
                let id = server.id
                var resets = try await server.boots(1)
                try await api.act("shelve", on: id, until: "SHELVED")
                let before = GuestState(of: id, in: cloud)
                #expect(before.isWhole && before.certificate != nil)

                try await api.act("shelveOffload", on: id, until: "SHELVED_OFFLOADED")
                #expect(GuestState(keptOf: id, in: cloud) == before)
                #expect(GuestState(of: id, in: cloud) == .none && !Virsh.hasTPM(id))
                #expect(try await Holdings(of: cloud, api).faults(when: [], away: [id]) == [])

                try await api.act("unshelve", on: id, until: "ACTIVE")
                resets = try await server.boots(2, past: resets)
                #expect(GuestState(of: id, in: cloud).certificate == before.certificate)
                #expect(GuestState(keptOf: id, in: cloud) == .none)

                try await api.act("shelve", on: id, until: "SHELVED")
                try await api.act("unshelve", on: id, until: "ACTIVE")
                _ = try await server.boots(3, past: resets)
                #expect(try await Holdings(of: cloud, api).faults(when: [id]) == [])
            }
        }

        @Test(.timeLimit(.minutes(15)))
        func `a resize, its confirmation and its revert leave firmware variables and TPM as they are`() async throws {
            try await TestCloud.with(options: Self.staying) { cloud, api in
                let server = try await FirmwareGuest.create("growing", api)
                let id = server.id
                let larger = try await api.makeFlavor("larger", ram: 576, disk: 2)
                var resets = try await server.boots(1)
                try await api.resize(id, to: larger, until: "VERIFY_RESIZE")
                resets = try await server.boots(2, past: resets)
                // The disk is that of before then; what the machine has learned since is not unlearned.
                try await api.act("revertResize", on: id, until: "ACTIVE")
                resets = try await server.boots(3, past: resets)

                try await api.act("os-stop", on: id, until: "SHUTOFF")
                let off = GuestState(of: id, in: cloud)
                #expect(off.isWhole)
                try await api.resize(id, to: larger, until: "VERIFY_RESIZE")
                #expect(GuestState(of: id, in: cloud) == off)
                try await api.act("revertResize", on: id, until: "SHUTOFF")
                #expect(GuestState(of: id, in: cloud) == off)
                try await api.resize(id, to: larger, until: "VERIFY_RESIZE")
                _ = try await api.action("confirmResize", on: id).expecting(204)
                try await api.wait(for: id, toBe: ["SHUTOFF"])
                #expect(GuestState(of: id, in: cloud) == off)
                try await api.act("os-start", on: id, until: "ACTIVE")
                _ = try await server.boots(4, past: resets)
                #expect(try await Holdings(of: cloud, api).faults(when: [id]) == [])
            }
        }

        @Test(.timeLimit(.minutes(15)))
        func `a rebuilt server keeps its TPM and forgets the variables of the old system`() async throws {
            try await TestCloud.with(options: Self.staying) { cloud, api in
                let server = try await FirmwareGuest.create("former", api)
                let id = server.id
                let image = try await FirmwareGuest.makeImage("other", api)
                var resets = try await server.boots(1)
                let first = GuestState(of: id, in: cloud)
                try await api.rebuild(id, from: image)
                try await api.wait(for: id, toBe: ["ACTIVE"])
                resets = try await server.boots(1, past: resets)
                #expect(GuestState(of: id, in: cloud).certificate == first.certificate)

                try await api.act("os-stop", on: id, until: "SHUTOFF")
                let off = GuestState(of: id, in: cloud)
                try await api.rebuild(id, from: image)
                try await api.wait(for: id, toBe: ["SHUTOFF"])
                let rebuilt = GuestState(of: id, in: cloud)
                #expect(rebuilt.nvram == nil && rebuilt.tpm == off.tpm && off.isWhole)
                try await api.act("os-start", on: id, until: "ACTIVE")
                _ = try await server.boots(1, past: resets)
                #expect(try await Holdings(of: cloud, api).faults(when: [id]) == [])
            }
        }

        @Test(.timeLimit(.minutes(15)))
        func `a rebuild whose guest does not start gives the variables of the old system back`() async throws {
            try await TestCloud.with(options: Self.staying) { cloud, api in
                let server = try await FirmwareGuest.create("steady", api)
                let id = server.id
                let image = try await FirmwareGuest.makeImage("odd", api, kernel: try Self.noKernel(in: cloud))
                let resets = try await server.boots(1)
                let before = GuestState(of: id, in: cloud)
                try await api.rebuild(id, from: image)
                try await eventually("the rebuild ends") {
                    try await api.server(id)[key: "OS-EXT-STS:task_state"] == .null
                }
                #expect(try await api.server(id).text("status") == "ACTIVE")
                // Throws where the action has not failed.
                _ = try await api.failure(of: id)
                _ = try await server.boots(2, past: resets)
                #expect(GuestState(of: id, in: cloud).certificate == before.certificate)
                #expect(try await Holdings(of: cloud, api).faults(when: [id]) == [])
            }
        }

        /// What QEMU sees only when it is to boot it.
        private static func noKernel(in cloud: TestCloud) throws -> String {
            let file = cloud.directory + "/no-kernel"
            try Data(count: 600).write(to: URL(filePath: file))
            return file
        }

        @Test(.timeLimit(.minutes(10)))
        func `nothing of firmware and TPM is left of servers that are deleted while they are shelved or resized`()
            async throws
        {
            let options = ["compute": ["shutdownTimeout": "1", "shelvedOffloadTime": "-1"]]
            try await TestCloud.with(options: options) { cloud, api in
                // What they boot does not matter.
                let image = try await api.makeImage(
                    "uefi", file: BootSector.deaf.file,
                    properties: ["img_hv_type": "qemu", "hw_firmware_type": "uefi", "hw_tpm_version": "2.0"])
                let flavor = try await api.makeFlavor("uefi", ram: 192, disk: 1, share: 20)
                let larger = try await api.makeFlavor("larger", ram: 208, disk: 1, share: 20)
                var servers: [String] = []
                for name in ["shelved", "offloaded", "resized"] {
                    let id = try await api.createServer(name, image: image, flavor: flavor)
                    try await api.wait(for: id, toBe: ["ACTIVE"])
                    servers.append(id)
                }
                #expect(servers.allSatisfy { GuestState(of: $0, in: cloud).isWhole })
                for id in servers.prefix(2) { try await api.act("shelve", on: id, until: "SHELVED") }
                try await api.act("shelveOffload", on: servers[1], until: "SHELVED_OFFLOADED")
                try await api.resize(servers[2], to: larger, until: "VERIFY_RESIZE")
                #expect(GuestState(keptOf: servers[1], in: cloud).isWhole)
                for id in servers {
                    try await api.deleteAndWait(id)
                    #expect(GuestState(keptOf: id, in: cloud) == .none && !Virsh.hasTPM(id))
                }
                #expect(try await Holdings(of: cloud, api).faults(when: []) == [])
            }
        }
    }
}
