import Compute
import Testing

@testable import ConsoleProxy

@Suite struct WebOriginTests {
    @Test(
        "A URL's origin is what browsers send for its pages",
        arguments: [
            ("http://127.0.0.1:6080", "http://127.0.0.1:6080"), ("http://Console.Example/", "http://console.example"),
            ("https://console.example:443", "https://console.example"), ("http://a.example:80/x", "http://a.example"),
            ("http://a.example:443", "http://a.example:443"), ("http://[::1]:6080", "http://[::1]:6080"),
            ("HTTPS://a.example/Path/Below/", "https://a.example"),
        ])
    func texts(url: String, origin: String) {
        #expect(WebOrigin(url)?.text == origin)
    }

    @Test(
        "What is no plain URL has no origin",
        arguments: [
            "", "a.example", "ftp://a.example", "http://", "http://user@a.example", "http://a.example:70000",
            "http://a.example:x", "http://a.example/?a=b", "http://a.example/#a", "http://[::1", "http://[]:80",
            "http://a b", "http://a.example/ä", "javascript://a", "http://a.example\r\nX: y",
        ])
    func none(url: String) {
        #expect(WebOrigin(url) == nil)
    }

    @Test("The path of a URL stays in front of pages and sockets")
    func paths() throws {
        let place = try #require(WebOrigin("https://cloud.example/Consoles/a/")).place
        #expect(place.path == "/Consoles/a")
        #expect(place.authority == "cloud.example")
    }

    @Test("Only exactly an allowed origin is admitted, and no header at all")
    func rule() throws {
        let rule = OriginRule([
            try #require(WebOrigin("http://127.0.0.1:6080")), try #require(WebOrigin("https://cloud.example/x")),
        ])
        for headers in [[], ["http://127.0.0.1:6080"], ["https://cloud.example"]] { #expect(rule.admits(headers)) }
        for origin in [
            "null", "", "http://127.0.0.1", "https://127.0.0.1:6080", "http://127.0.0.1:6081", "http://127.0.0.1:60800",
            "http://localhost:6080", "https://cloud.example.evil.example", "https://evil.example/https://cloud.example",
            "https://cloud.example/x", "http://cloud.example", "https://CLOUD.example", "https://cloud.example ",
            "https://x.cloud.example", "https://cloud.example, https://cloud.example",
        ] {
            #expect(!rule.admits([origin]), "\(origin)")
        }
        #expect(!rule.admits(["https://cloud.example", "https://cloud.example"]))
    }
}
