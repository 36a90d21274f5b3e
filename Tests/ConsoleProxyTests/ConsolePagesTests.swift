import Foundation
import NIOCore
import NIOHTTP1
import Testing

@testable import ConsoleProxy

@Suite struct ConsolePagesTests {
    private func withPages(_ body: (String) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.path + "/pages-\(UUID().uuidString)"
        let pages = directory + "/novnc"
        try FileManager.default.createDirectory(atPath: pages + "/core", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        for (name, text) in [
            ("/secret.html", "secret"), ("/novnc/vnc_lite.html", "<html>noVNC</html>"),
            ("/novnc/core/rfb.js", "export"),
            ("/novnc/.hidden.html", "hidden"), ("/novnc/proxy", "#!/bin/sh"), ("/novnc/a.sh", "#!/bin/sh"),
        ] {
            try Data(text.utf8).write(to: URL(filePath: directory + name))
        }
        try FileManager.default.createSymbolicLink(
            atPath: pages + "/vnc_auto.html", withDestinationPath: "vnc_lite.html")
        try await body(pages)
    }

    @Test(
        "Pages are served with their type, whatever the query says",
        arguments: [
            ("/vnc_lite.html?path=%3Ftoken%3Da", "text/html; charset=utf-8", "<html>noVNC</html>"),
            ("/core/rfb.js", "text/javascript; charset=utf-8", "export"),
            ("/vnc_auto.html", "text/html; charset=utf-8", "<html>noVNC</html>"),
        ])
    func served(uri: String, type: String, text: String) async throws {
        try await withPages { directory in
            let reply = await ConsolePages(directory).reply(to: uri)
            #expect(reply.status == .ok)
            #expect(reply.headers["content-type"] == [type])
            #expect(String(buffer: reply.body) == text)
            #expect(reply.head.headers["referrer-policy"] == ["no-referrer"])
            #expect(reply.head.headers["cache-control"] == ["no-store"])
        }
    }

    @Test(
        "Nothing but a listed page is served, however its path is written",
        arguments: [
            "/", "/core", "/core/", "/../secret.html", "/core/../../secret.html", "/%2e%2e/secret.html",
            "/..%2fsecret.html", "//vnc_lite.html", "/core/../vnc_lite.html", "/./vnc_lite.html", "/vnc_lite.html%00",
            "/.hidden.html", "/proxy", "/a.sh", "vnc_lite.html", "/etc/passwd", "\\..\\secret.html", "",
        ])
    func notServed(uri: String) async throws {
        try await withPages { directory in
            #expect(await ConsolePages(directory).reply(to: uri).status == .notFound)
        }
    }

    @Test("Where noVNC is not installed the answer says so")
    func missing() async {
        let reply = await ConsolePages("/nowhere").reply(to: "/vnc_lite.html")
        #expect(reply.status == .notFound)
        #expect(String(buffer: reply.body).contains("apt-get install novnc"))
    }
}
