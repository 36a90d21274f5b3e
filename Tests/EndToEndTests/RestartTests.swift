import AerieTestSupport
import Testing
import WireJSON

extension EndToEnd {
    struct RestartTests {
        @Test(.timeLimit(.minutes(6)))
        func `a restart of aeried leaves the running guest alone`() async throws {
            try await TestCloud.with { cloud, api in
                let id = try await api.boot(.deaf, name: "undisturbed")
                let processes = QEMUProcess.all(of: id)
                #expect(processes.count == 1)
                var ticks = try await api.wait(forTicksOf: id).ticks

                #expect(await cloud.stop() == 0, "a graceful stop")
                #expect(QEMUProcess.all(of: id) == processes)
                try await cloud.start()
                ticks = try await api.wait(forTicksOf: id, past: ticks).ticks

                await cloud.kill()
                try await cloud.start()
                _ = try await api.wait(forTicksOf: id, past: ticks)
                #expect(QEMUProcess.all(of: id) == processes)
                #expect(try await api.server(id).text("status") == "ACTIVE")
                #expect(try await Holdings(of: cloud, api).faults(when: [id]) == [])
            }
        }

        @Test(.timeLimit(.minutes(6)))
        func `a graceful stop in the middle of a build ends well, and the build goes on after the start`() async throws
        {
            try await TestCloud.with { cloud, api in
                let image = try await api.makeImage(.deaf)
                let flavor = try await api.makeTinyFlavor()
                let id = try await api.createServer("interrupted", image: image, flavor: flavor)
                #expect(await cloud.stop() == 0)
                try await cloud.start()
                try await api.wait(for: id, toBe: ["ACTIVE"])
                #expect(try await Holdings(of: cloud, api).faults(when: [id]) == [])
            }
        }

        @Test(.timeLimit(.minutes(5)))
        func `an aeried whose port is taken ends at once and says so`() async throws {
            try await TestCloud.with { cloud, _ in
                let second = cloud.directory + "/second"
                let run = try await ProgramRun.of(
                    try Binaries.path(of: "aeried"), [],
                    environment: [
                        "AERIE_STORAGE_DIRECTORY": second, "AERIE_HTTP_PORT": "\(cloud.port)",
                        "AERIE_CONSOLE_PORT": "0", "AERIE_COMPUTE_HOST": "second", "AERIE_NETWORK_CIDR": "192.0.2.0/24",
                    ])
                #expect(run.status != 0)
                #expect(run.errors.contains("listens at 127.0.0.1 port \(cloud.port) already"), "\(run.errors)")
            }
        }

        @Test(.timeLimit(.minutes(6)))
        func `a guest that powered itself off while aeried was away is SHUTOFF after the start`() async throws {
            try await TestCloud.with { cloud, api in
                let id = try await api.boot(.brief, name: "alone")
                await cloud.kill()
                try await eventually("the guest powers off") { await Virsh.state(of: id) == "shut off" }
                try await cloud.start()
                try await api.wait(for: id, toBe: ["SHUTOFF"])
            }
        }
    }
}
