import Foundation
import NIOCore
import NIOHTTP1
import Testing

@testable import ConsoleProxy

@Suite struct ConsolePagesTests {
    private func withPages(_ body: (ConsolePages) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.path + "/pages-\(UUID().uuidString)"
        let pages = directory + "/novnc"
        let spice = directory + "/spice-html5"
        for folder in [pages + "/core", spice + "/thirdparty"] {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
        defer { try? FileManager.default.removeItem(atPath: directory) }
        for (name, text) in [
            ("/secret.html", "secret"), ("/novnc/vnc_lite.html", "<html>noVNC</html>"),
            ("/novnc/core/rfb.js", "export"),
            ("/spice-html5/spice_auto.html", "<html>SPICE</html>"), ("/spice-html5/vnc_lite.html", "another"),
            ("/spice-html5/thirdparty/rsa.js", "import"),
            ("/novnc/.hidden.html", "hidden"), ("/novnc/proxy", "#!/bin/sh"), ("/novnc/a.sh", "#!/bin/sh"),
        ] {
            try Data(text.utf8).write(to: URL(filePath: directory + name))
        }
        try FileManager.default.createSymbolicLink(
            atPath: pages + "/vnc_auto.html", withDestinationPath: "vnc_lite.html")
        try await body(ConsolePages(pages, spice: spice))
    }

    @Test(
        "Pages are served with their type, whatever the query says",
        arguments: [
            ("/vnc_lite.html?path=%3Ftoken%3Da", "text/html; charset=utf-8", "<html>noVNC</html>"),
            ("/core/rfb.js", "text/javascript; charset=utf-8", "export"),
            ("/vnc_auto.html", "text/html; charset=utf-8", "<html>noVNC</html>"),
            ("/spice_auto.html?path=%3Ftoken%3Da", "text/html; charset=utf-8", "<html>SPICE</html>"),
            ("/thirdparty/rsa.js", "text/javascript; charset=utf-8", "import"),
        ])
    func served(uri: String, type: String, text: String) async throws {
        try await withPages { pages in
            let reply = await pages.reply(to: uri)
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
        try await withPages { pages in
            #expect(await pages.reply(to: uri).status == .notFound)
        }
    }

    @Test(
        "A URL can't bring a script along that a page would write into itself",
        arguments: [
            "/spice_auto.html?title=<img%20src=x%20onerror=alert(1)>", "/spice_auto.html?title=%3Cscript%3E",
            "/spice_auto.html?path=%3Ftoken%3Da&title=%3cb%3e", "/vnc_lite.html?x=%3C",
        ])
    func markup(uri: String) async throws {
        try await withPages { pages in
            let reply = await pages.reply(to: uri)
            #expect(reply.status == .badRequest)
            #expect(reply.headers["content-type"] == ["text/plain; charset=utf-8"])
        }
    }

    @Test(
        "Where a page is not installed the answer says so",
        arguments: [
            ("/vnc_lite.html", "apt-get install novnc"), ("/spice_auto.html?x=y", "apt-get install spice-html5"),
        ])
    func missing(uri: String, advice: String) async {
        let reply = await ConsolePages("/nowhere", spice: "/nowhere").reply(to: uri)
        #expect(reply.status == .notFound)
        #expect(String(buffer: reply.body).contains(advice))
    }
}
