import AerieTestSupport
import Foundation
import Testing
import WireJSON

extension EndToEnd {
    struct SpiceTests {
        private static let taken = SpiceLink.Reply(magic: "REDQ", major: 2, error: 0)

        /// Says the first words on a channel.
        private static func link(
            _ channel: SpiceLink.Channel, _ probe: WebSocketProbe
        ) async throws -> SpiceLink.Reply {
            try await probe.send(SpiceLink.request(channel))
            var bytes = try await probe.receive(atLeast: SpiceLink.headerLength)
            let missing = SpiceLink.replyLength(bytes) - bytes.count
            // A length that is none shows in the answer.
            if (1...65_536).contains(missing) { bytes += try await probe.receive(atLeast: missing) }
            return SpiceLink.reply(bytes)
        }

        @Test(.timeLimit(.minutes(8)))
        func `SPICE takes several channels with one token, while its first is open`() async throws {
            try await TestCloud.with(
                options: ["hypervisor": ["spice": "true"], "compute": ["shutdownTimeout": "1"]]
            ) { cloud, api in
                let id = try await api.boot(.deaf, name: "spice")
                let console = try await api.console("spice", "spice-html5", of: id)
                #expect(console.url.hasPrefix(console.origin + "/spice_auto.html?path=%3Ftoken%3D"))
                for origin in ["http://evil.example", "null", "http://127.0.0.1:\(cloud.port)"] {
                    #expect(try await console.open(origin: origin).status == 403, "\(origin)")
                }
                let main = try await console.open(origin: console.origin)
                #expect(await main.status == 101)
                #expect(await main.header("sec-websocket-protocol") == "binary")
                #expect(try await Self.link(.main, main) == Self.taken)
                let inputs = try await console.open(origin: console.origin)
                #expect(await inputs.status == 101)
                #expect(try await Self.link(.inputs, inputs) == Self.taken)
                #expect(try await console.open(origin: "http://evil.example").status == 403)
                #expect(try await console.open().status == 403, "another program's, though the session is open")

                await main.close()
                #expect(try await inputs.waitForClose() == 1001)
                #expect(try await console.open(origin: console.origin).status == 403, "a token is good for one session")
                let screen = try await api.console("vnc", "novnc", of: id).open()
                #expect(try await screen.receive(atLeast: 12) == Array("RFB 003.008\n".utf8), "VNC is there as well")
                #expect(await Virsh.run("dumpxml", id).contains("com.redhat.spice.0"))
                #expect(await cloud.log(lines: 10_000).contains(console.token) == false)
            }
        }

        @Test(.timeLimit(.minutes(8)))
        func `every channel ends with the guest, and no token of its run opens another`() async throws {
            try await TestCloud.with(
                options: ["hypervisor": ["spice": "true"], "compute": ["shutdownTimeout": "1"]]
            ) { _, api in
                let id = try await api.boot(.deaf, name: "spice-stop")
                let console = try await api.console("spice", "spice-html5", of: id)
                let unused = try await api.console("spice", "spice-html5", of: id)
                let channels = [try await console.open(), try await console.open()]
                #expect(try await Self.link(.main, channels[0]) == Self.taken)
                #expect(try await Self.link(.inputs, channels[1]) == Self.taken)
                _ = try await api.action("os-stop", on: id).expecting(202)
                for channel in channels { #expect(try await channel.waitForClose() == 1001) }
                try await api.wait(for: id, toBe: ["SHUTOFF"])
                _ = try await api.remoteConsole("spice", "spice-html5", of: id).expecting(409)
                _ = try await api.action("os-start", on: id).expecting(202)
                try await api.wait(for: id, toBe: ["ACTIVE"])
                #expect(try await unused.open().status == 403, "the guest is another run by now")

                let last = try await api.console("spice", "spice-html5", of: id)
                let (main, inputs) = (try await last.open(), try await last.open())
                #expect(try await Self.link(.main, main) == Self.taken)
                try await api.deleteAndWait(id)
                for channel in [main, inputs] { #expect(try await channel.waitForClose() == 1001) }
                #expect(try await last.open().status == 403)
            }
        }

        @Test(.timeLimit(.minutes(8)))
        func `every channel ends with the token's time`() async throws {
            try await TestCloud.with(
                options: ["hypervisor": ["spice": "true"], "console": ["tokenLifetime": "20"]]
            ) { _, api in
                let id = try await api.boot(.deaf, name: "spice-time")
                let console = try await api.console("spice", "spice-html5", of: id)
                let (main, inputs) = (try await console.open(), try await console.open())
                #expect(try await Self.link(.main, main) == Self.taken)
                #expect(try await main.waitForClose() == 1008)
                #expect(try await [1001, 1008].contains(inputs.waitForClose()))
                #expect(try await console.open().status == 403)
            }
        }

        @Test(.timeLimit(.minutes(8)))
        func `a guest from before the option has no SPICE until it starts again, and the page is served`() async throws
        {
            let pages = "/var/tmp/aerie-spice-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: pages, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: pages) }
            try Data("<title>SPICE</title>".utf8).write(to: URL(filePath: pages + "/spice_auto.html"))
            try await TestCloud.with(options: ["console": ["spicePages": pages]]) { cloud, api in
                let id = try await api.boot(.deaf, name: "spice-late")
                let refused = try await api.remoteConsole("spice", "spice-html5", of: id).expecting(400)
                #expect(refused.text.contains("Unavailable console type spice-html5."))
                #expect(await cloud.stop() == 0)
                try await cloud.start(environment: ["AERIE_HYPERVISOR_SPICE": "true"])
                try await eventually("it is still refused") {
                    try await api.remoteConsole("spice", "spice-html5", of: id).status == 400
                }
                _ = try await api.action("reboot", ["type": "HARD"], on: id).expecting(202)
                try await api.wait(for: id, toBe: ["ACTIVE"])
                let console = try await api.console("spice", "spice-html5", of: id)
                #expect(try await Self.link(.main, try await console.open()) == Self.taken)
                let page = try await APIClient(base: console.origin, token: nil)
                    .get(console.url.replacing(console.origin, with: ""))
                #expect(page.status == 200 && page.text == "<title>SPICE</title>")
                let doctor = try await api.get("/aerie/v1/doctor").expecting(200)
                #expect(try doctor.json.list("findings").contains { try $0.text("kind") == "no-spice" } == false)
            }
        }
    }
}
