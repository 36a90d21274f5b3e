import AerieTestSupport
import Foundation
import Synchronization
import Testing
import WireJSON

extension EndToEnd {
    struct HypervisorTroubleTests {
        /// The way to libvirt is a link of the test's own: taking it away harms nobody else.
        @Test(.timeLimit(.minutes(10)))
        func `without libvirt the API answers, a create ends in a clear fault, and a delete works`() async throws {
            let link = "/var/tmp/aerie-test-link-\(UUID().uuidString.prefix(8).lowercased())"
            try FileManager.default.createSymbolicLink(
                atPath: link, withDestinationPath: "/var/run/libvirt/libvirt-sock")
            defer { try? FileManager.default.removeItem(atPath: link) }
            let options = ["hypervisor": ["uri": "qemu+unix:///system?socket=\(link)"]]
            try await TestCloud.with(options: options) { cloud, api in
                let image = try await api.makeImage(.deaf)
                let flavor = try await api.makeTinyFlavor()
                let running = try await api.createServer("running", image: image, flavor: flavor)
                try await api.wait(for: running, toBe: ["ACTIVE"])

                await cloud.stop()
                try FileManager.default.removeItem(atPath: link)
                try await cloud.start()
                _ = try await api.get("/v2.1/servers/\(running)").expecting(200)
                _ = try await api.get("/v2.1/os-hypervisors/detail").expecting(200)
                let diagnostics = try await api.get("/v2.1/servers/\(running)/diagnostics").expecting(503)
                #expect(diagnostics.text.contains("libvirt"), "\(diagnostics.text)")

                let lost = try await api.createServer("lost", image: image, flavor: flavor)
                await #expect(throws: TestCloudError.self) {
                    try await api.wait(for: lost, toBe: ["ACTIVE"], within: .seconds(300))
                }
                #expect(try await api.server(lost).text("status") == "ERROR")
                let fault = try await api.fault(of: lost)
                #expect(fault.contains("libvirt"), "\(fault)")
                _ = try await api.delete("/v2.1/servers/\(lost)").expecting(204)

                try FileManager.default.createSymbolicLink(
                    atPath: link, withDestinationPath: "/var/run/libvirt/libvirt-sock")
                try await api.wait(for: lost, toBe: ["GONE"])
                #expect(await Virsh.state(of: running) == "running")
                try await eventually("libvirt is found again") {
                    try await api.get("/v2.1/servers/\(running)/diagnostics").status == 200
                }
                #expect(try await Holdings(of: cloud, api).faults(when: [running]) == [])
            }
        }

        @Test(.timeLimit(.minutes(5)))
        func `aeried starts and answers on a host that has no libvirt`() async throws {
            let options = ["hypervisor": ["uri": "qemu+unix:///system?socket=/nonexistent/libvirt-sock"]]
            try await TestCloud.with(options: options) { _, api in
                #expect(try await api.get("/v2.1/servers").expecting(200).json.list("servers").isEmpty)
                let doctor = try await api.get("/aerie/v1/doctor").expecting(200)
                #expect(try doctor.json.list("findings").contains { try $0.text("kind") == "hypervisor" })
            }
        }

        @Test(.timeLimit(.minutes(8)))
        func `a QEMU that hangs delays its own diagnostics only`() async throws {
            try await TestCloud.with(options: ["compute": ["diagnosticsDeadline": "20"]]) { cloud, api in
                let image = try await api.makeImage(.deaf)
                let flavor = try await api.makeTinyFlavor()
                let hanging = try await api.createServer("hanging", image: image, flavor: flavor)
                let well = try await api.createServer("well", image: image, flavor: flavor)
                for server in [hanging, well] { try await api.wait(for: server, toBe: ["ACTIVE"]) }
                let process = try #require(QEMUProcess.all(of: hanging).first)

                kill(process, SIGSTOP)
                defer { kill(process, SIGCONT) }
                let isAnswered = Mutex(false)
                async let late = {
                    let answer = try await api.get("/v2.1/servers/\(hanging)/diagnostics")
                    isAnswered.withLock { $0 = true }
                    return answer
                }()
                for path in [
                    "/servers/\(hanging)", "/servers/\(well)", "/servers/detail", "/servers/\(well)/diagnostics",
                    "/os-hypervisors/detail",
                ] { _ = try await api.get("/v2.1" + path).expecting(200) }
                let new = try await api.createServer("new", image: image, flavor: flavor)
                try await api.wait(for: new, toBe: ["ACTIVE"])
                #expect(!isAnswered.withLock { $0 })

                #expect(try await late.status == 503)
                kill(process, SIGCONT)
                try await eventually("the guest answers again") {
                    try await api.get("/v2.1/servers/\(hanging)/diagnostics").status == 200
                }
                #expect(try await Holdings(of: cloud, api).faults(when: [hanging, well, new]) == [])
            }
        }

        @Test(.timeLimit(.minutes(6)))
        func `a server whose QEMU hangs can be deleted`() async throws {
            try await TestCloud.with { cloud, api in
                let id = try await api.boot(.deaf, name: "hanging")
                let process = try #require(QEMUProcess.all(of: id).first)
                kill(process, SIGSTOP)
                defer { kill(process, SIGCONT) }
                try await api.deleteAndWait(id)
                #expect(QEMUProcess.all(of: id) == [])
                #expect(try await Holdings(of: cloud, api).faults(when: []) == [])
            }
        }

        @Test(.timeLimit(.minutes(10)), arguments: [false, true])
        func `a server whose QEMU hangs while it is suspended can be deleted, and aeried stopped`(stops: Bool)
            async throws
        {
            try await TestCloud.with { cloud, api in
                let id = try await api.boot(.deaf, name: "hanging")
                let process = try #require(QEMUProcess.all(of: id).first)
                kill(process, SIGSTOP)
                defer { kill(process, SIGCONT) }
                _ = try await api.action("suspend", on: id).expecting(202)
                let task = try await api.server(id)[key: "OS-EXT-STS:task_state"]
                #expect(task == "suspending")
                if stops {
                    #expect(await cloud.stop() == 0)
                    try await cloud.start()
                }
                try await api.deleteAndWait(id)
                #expect(QEMUProcess.all(of: id) == [])
                #expect(try await Holdings(of: cloud, api).faults(when: []) == [])
            }
        }

        @Test(.timeLimit(.minutes(8)))
        func `a server whose QEMU hangs is stopped when its time is up, and starts again`() async throws {
            try await TestCloud.with(options: ["compute": ["shutdownTimeout": "5"]]) { cloud, api in
                let id = try await api.boot(.deaf, name: "hanging")
                let process = try #require(QEMUProcess.all(of: id).first)
                kill(process, SIGSTOP)
                defer { kill(process, SIGCONT) }
                _ = try await api.action("os-stop", on: id).expecting(202)
                try await api.wait(for: id, toBe: ["SHUTOFF"], within: .seconds(300))
                #expect(QEMUProcess.all(of: id) == [])
                _ = try await api.action("os-start", on: id).expecting(202)
                try await api.wait(for: id, toBe: ["ACTIVE"])
                _ = try await api.wait(forTicksOf: id)
                #expect(try await Holdings(of: cloud, api).faults(when: [id]) == [])
            }
        }

        @Test(.timeLimit(.minutes(6)))
        func `a domain that aerie does not know is left alone and listed by the doctor`() async throws {
            try await ForeignDomain.with { domain in
                try await TestCloud.with { cloud, api in
                    try await cloud.waitForFigures(api)
                    let run = try await ProgramRun.of(
                        try Binaries.path(of: "aerie"), ["doctor", "--json"], environment: cloud.clientEnvironment)
                    let findings = try JSONParser.parse(Array(run.output.utf8)).list("findings")
                    let found = try #require(findings.first { $0[key: "subject"]?.text == domain })
                    #expect(try found.text("kind") == "unknown-domain")
                    #expect(try found.text("severity") == "note")
                    #expect(await Virsh.state(of: domain) == "running")
                    await cloud.stop()
                    try await cloud.start()
                    try await cloud.waitForFigures(api)
                    #expect(await Virsh.state(of: domain) == "running")
                }
            }
        }
    }
}

extension TestCloud {
    /// Waits until this run of the daemon has looked at the host.
    func waitForFigures(_ api: APIClient) async throws {
        try await eventually("the host tells its figures") {
            try await api.get("/v2.1/os-hypervisors").expecting(200).json.list("hypervisors").count == 1
        }
    }
}
