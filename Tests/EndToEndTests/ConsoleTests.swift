import AerieTestSupport
import Foundation
import Testing
import WireJSON

extension EndToEnd {
    struct ConsoleTests {
        private static let rfb = Array("RFB 003.008\n".utf8)

        @Test(.timeLimit(.minutes(8)))
        func `a screen is opened once, by its own page, and ends with the guest`() async throws {
            try await TestCloud.with(options: ["compute": ["shutdownTimeout": "1"]]) { cloud, api in
                let id = try await api.boot(.deaf, name: "screen")
                let console = try await api.console("vnc", "novnc", of: id)
                for origin in ["http://evil.example", "null", "http://127.0.0.1:\(cloud.port)"] {
                    #expect(try await console.open(origin: origin).status == 403, "\(origin)")
                }
                let probe = try await console.open(origin: console.origin)
                #expect(await probe.status == 101)
                #expect(try await probe.receive(atLeast: 12) == Self.rfb)
                try await probe.send(Self.rfb)
                let security = try await probe.receive(atLeast: 2)
                #expect(security == [1, 1], "one type of security: none")
                try await probe.send([1])
                #expect(try await probe.receive(atLeast: 4) == [0, 0, 0, 0], "the guest lets the client in")
                // Shared; the answer is the screen's size, its format, and its name.
                try await probe.send([1])
                let screen = try await probe.receive(atLeast: 24)
                #expect(screen.count >= 24 && Int(screen[0]) << 8 | Int(screen[1]) >= 640)

                #expect(try await console.open(origin: console.origin).status == 403, "a token is good once")
                let unused = try await api.console("vnc", "novnc", of: id)
                _ = try await api.action("os-stop", on: id).expecting(202)
                #expect(try await probe.waitForClose() == 1001)
                try await api.wait(for: id, toBe: ["SHUTOFF"])
                _ = try await api.remoteConsole("vnc", "novnc", of: id).expecting(409)
                _ = try await api.action("os-start", on: id).expecting(202)
                try await api.wait(for: id, toBe: ["ACTIVE"])
                #expect(try await unused.open().status == 403, "the guest is another run by now")
            }
        }

        @Test(.timeLimit(.minutes(8)))
        func `the serial port shows what the guest prints, while the log goes on`() async throws {
            try await TestCloud.with { cloud, api in
                let id = try await api.boot(.deaf, name: "serial")
                let console = try await api.console("serial", "serial", of: id)
                let probe = try await console.open()
                #expect(await probe.status == 101)
                var text = ""
                while !text.contains("tick"), case .data(let bytes)? = try await probe.receive() {
                    text += String(decoding: bytes, as: UTF8.self)
                }
                #expect(text.contains("tick"))
                let before = try await api.wait(forTicksOf: id)
                _ = try await api.wait(forTicksOf: id, past: before.ticks)
                try await api.deleteAndWait(id)
                #expect(try await probe.waitForClose() == 1001)
                #expect(try await console.open().status == 403)
            }
        }

        @Test(.timeLimit(.minutes(8)))
        func `tokens of a deleted server, and those whose time is up, open nothing`() async throws {
            try await TestCloud.with(options: ["console": ["tokenLifetime": "4"]]) { cloud, api in
                let id = try await api.boot(.deaf, name: "short")
                let session = try await api.console("vnc", "novnc", of: id).open()
                #expect(try await session.receive(atLeast: 12) == Self.rfb)
                let late = try await api.console("vnc", "novnc", of: id)
                let path = "/v2.1/os-console-auth-tokens/\(late.token)"
                let shown = try await api.at("2.31").get(path).expecting(200).json[key: "console"]
                #expect(shown?[key: "instance_uuid"]?.text == id)
                #expect(shown?[key: "host"]?.text == "127.0.0.1")
                #expect(try await session.waitForClose() == 1008)
                try await eventually("the token is over") {
                    try await api.at("2.31").get(path).status == 404
                }
                #expect(try await late.open().status == 403)
                let deleted = try await api.console("vnc", "novnc", of: id)
                try await api.deleteAndWait(id)
                #expect(try await deleted.open().status == 403)
                #expect(await cloud.log(lines: 10_000).contains(deleted.token) == false)
            }
        }

        @Test(.timeLimit(.minutes(6)))
        func `the page is served from the directory of pages`() async throws {
            let pages = "/var/tmp/aerie-pages-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: pages, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: pages) }
            try Data("<title>noVNC</title>".utf8).write(to: URL(filePath: pages + "/vnc_lite.html"))
            try await TestCloud.with(options: ["console": ["pages": pages]]) { _, api in
                let id = try await api.boot(.deaf, name: "page")
                let console = try await api.console("vnc", "novnc", of: id)
                let page = try await APIClient(base: console.origin, token: nil)
                    .get(console.url.replacing(console.origin, with: ""))
                #expect(page.status == 200)
                #expect(page.text == "<title>noVNC</title>")
                let outside = try await APIClient(base: console.origin, token: nil).get("/../../../etc/hostname")
                #expect(outside.status == 404)
            }
        }

        @Test(.timeLimit(.minutes(6)))
        func `a stop of aeried ends the sessions and not the guests`() async throws {
            try await TestCloud.with { cloud, api in
                let id = try await api.boot(.deaf, name: "stop")
                let probe = try await api.console("vnc", "novnc", of: id).open()
                _ = try await probe.receive(atLeast: 12)
                #expect(await cloud.stop() == 0)
                #expect(try await probe.waitForClose() == 1001)
                #expect(await Virsh.state(of: id) == "running")
            }
        }
    }
}

/// A console's URL, as the API gave it.
struct ConsoleURL {
    let url: String

    /// `http://127.0.0.1:1234`, whatever the URL's scheme is.
    var origin: String {
        let parts = url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        return "http://" + (parts.count == 3 ? parts[2].split(separator: "/").first.map(String.init) ?? "" : "")
    }
    var port: Int { Int(origin.split(separator: ":").last ?? "") ?? 0 }
    var token: String { String(url.replacing("%3D", with: "=").split(separator: "token=").last ?? "") }

    func open(origin: String? = nil) async throws -> WebSocketProbe {
        try await WebSocketProbe.open(
            port: port, "/?token=\(token)",
            headers: ["Sec-WebSocket-Protocol: binary"] + (origin.map { ["Origin: \($0)"] } ?? []))
    }
}

extension APIClient {
    func remoteConsole(_ wire: String, _ type: String, of server: String) async throws -> Answer {
        try await at("2.6").post(
            "/v2.1/servers/\(server)/remote-consoles",
            ["remote_console": ["protocol": .string(wire), "type": .string(type)]])
    }

    func console(_ wire: String, _ type: String, of server: String) async throws -> ConsoleURL {
        let answer = try await remoteConsole(wire, type, of: server).expecting(200)
        return ConsoleURL(url: try answer.json[key: "remote_console"]?[key: "url"]?.text.orThrow("no URL") ?? "")
    }
}
