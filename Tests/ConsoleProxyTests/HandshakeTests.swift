import NIOHTTP1
import Testing

@testable import ConsoleProxy

@Suite struct HandshakeTests {
    private func handshake(
        _ uri: String = "/?token=abc", method: NIOHTTP1.HTTPMethod = .GET, version: HTTPVersion = .http1_1,
        _ change: (inout HTTPHeaders) -> Void = { _ in }
    ) throws(Reply) -> Handshake? {
        var headers: HTTPHeaders = [
            "Host": "127.0.0.1:6080", "Upgrade": "websocket", "Connection": "keep-alive, Upgrade",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version": "13",
            "Origin": "http://127.0.0.1:6080",
        ]
        change(&headers)
        let head = HTTPRequestHead(version: version, method: method, uri: uri, headers: headers)
        return try Handshake(head, OriginRule([WebOrigin("http://127.0.0.1:6080")].compactMap(\.self)))
    }

    private func refusal(
        _ uri: String = "/?token=abc", method: NIOHTTP1.HTTPMethod = .GET, version: HTTPVersion = .http1_1,
        _ change: (inout HTTPHeaders) -> Void = { _ in }
    ) -> UInt? {
        do {
            _ = try handshake(uri, method: method, version: version, change)
            return nil
        } catch {
            return error.status.code
        }
    }

    @Test("The key is answered as RFC 6455 has it in its example")
    func accepted() throws {
        let handshake = try #require(try handshake())
        #expect(handshake.accept == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
        #expect(handshake.token == "abc")
        #expect(handshake.subprotocol == nil)
        #expect(handshake.origin == "http://127.0.0.1:6080")
    }

    @Test("A request that asks for no WebSocket is one for a page")
    func page() throws {
        #expect(try handshake { $0.remove(name: "Upgrade") } == nil)
        #expect(try handshake { $0.replaceOrAdd(name: "Upgrade", value: "h2c") } == nil)
    }

    @Test("Of the offered subprotocols binary is taken; others alone are refused")
    func subprotocols() throws {
        #expect(
            try handshake { $0.add(name: "Sec-WebSocket-Protocol", value: "base64, binary") }?.subprotocol == "binary")
        #expect(refusal { $0.add(name: "Sec-WebSocket-Protocol", value: "base64") } == 400)
    }

    @Test("A broken handshake is refused")
    func broken() {
        #expect(refusal(method: .POST) == 400)
        #expect(refusal(version: .http1_0) == 400)
        #expect(refusal { $0.replaceOrAdd(name: "Connection", value: "close") } == 400)
        #expect(refusal { $0.remove(name: "Sec-WebSocket-Key") } == 400)
        #expect(refusal { $0.replaceOrAdd(name: "Sec-WebSocket-Key", value: "short") } == 400)
        #expect(refusal { $0.add(name: "Sec-WebSocket-Key", value: "dGhlIHNhbXBsZSBub25jZQ==") } == 400)
        #expect(refusal { $0.replaceOrAdd(name: "Sec-WebSocket-Version", value: "8") } == 426)
    }

    @Test("A foreign page is refused before its token is looked at")
    func foreign() {
        for origin in ["http://evil.example", "null", "http://127.0.0.1:6081"] {
            #expect(refusal { $0.replaceOrAdd(name: "Origin", value: origin) } == 403)
            #expect(refusal("/") { $0.replaceOrAdd(name: "Origin", value: origin) } == 403)
        }
    }

    @Test(
        "A token is there once, and looks like one",
        arguments: [
            "/", "/?", "/?token=", "/?token=a&token=a", "/?path=%3Ftoken%3Da", "/?token=a%20b", "/?token=../x",
            "/?token=" + String(repeating: "a", count: 65), "/token=a", "/?tokens=a",
        ])
    func tokens(uri: String) {
        #expect(refusal(uri) == 403)
    }

    @Test("The token is found at any path", arguments: ["/?token=abc", "/websockify?token=abc", "/x/?a=b&token=abc"])
    func places(uri: String) throws {
        #expect(try handshake(uri)?.token == "abc")
    }
}
