import AerieTestSupport
import Compute
import Testing

@testable import ConsoleProxy

/// Sessions of several connections with one token.
@Suite(.timeLimit(.minutes(20))) struct SpiceSessionTests {
    private func withSpice(
        lifetime: Int64 = 600, _ body: @escaping @Sendable (TestProxy) async throws -> Void
    ) async throws {
        try await TestProxy.with(lifetime: lifetime) { test in
            test.show(GuestConsoles(run: 1, spice: ConsoleAddress(host: "127.0.0.1", port: test.screen.port)))
            try await body(test)
        }
    }

    @Test("While the first connection is open its client has further ones, each with bytes of its own")
    func channels() async throws {
        try await withSpice { test in
            let token = try await test.token(.spiceHTML5)
            let page = ["Sec-WebSocket-Protocol: binary", "Origin: \(test.origin)"]
            let first = try await test.open(token, headers: page)
            #expect(await first.status == 101)
            let second = try await test.open(token, headers: page)
            #expect(await second.status == 101)
            #expect(await second.header("sec-websocket-protocol") == "binary")
            for (probe, bytes) in [(first, [UInt8]([1, 2, 3])), (second, [4, 5, 6])] {
                #expect(try await probe.receive(atLeast: 12) == FakeScreen.greeting)
                try await probe.send(bytes)
                #expect(try await probe.receive(atLeast: 3) == bytes)
            }
            await second.close()
            #expect(try await test.status(token, headers: page) == 101, "one that ended leaves the session as it is")
        }
    }

    @Test("Others with the token get nothing: another page, another address, no page")
    func others() async throws {
        try await withSpice { test in
            let token = try await test.token(.spiceHTML5)
            let first = try await test.open(token, headers: ["Origin: \(test.origin)"])
            #expect(await first.status == 101)
            #expect(try await test.status(token, headers: ["Origin: http://evil.example"]) == 403)
            #expect(try await test.status(token) == 403)
            #expect(try await test.status(token, headers: ["Origin: \(test.origin)"], from: "127.0.0.2") == 403)
            #expect(try await test.status(token, headers: ["Origin: \(test.origin)"]) == 101)
        }
    }

    @Test("With the first connection all end, and the token is never good again")
    func end() async throws {
        try await withSpice { test in
            let token = try await test.token(.spiceHTML5)
            let first = try await test.open(token)
            let second = try await test.open(token)
            #expect(try await second.receive(atLeast: 12) == FakeScreen.greeting)
            await first.close()
            #expect(try await second.waitForClose() == 1001)
            #expect(try await test.status(token) == 403)
            while test.proxy.sessions.count > 0 { try await Task.sleep(for: .milliseconds(5)) }
            #expect(try await test.status(token) == 403)
        }
    }

    @Test("Time ends every connection, those that came late as well")
    func expiry() async throws {
        try await withSpice(lifetime: 45) { test in
            let token = try await test.token(.spiceHTML5)
            let first = try await test.open(token)
            let second = try await test.open(token)
            #expect(try await first.waitForClose() == 1008)
            let code = try await second.waitForClose()
            #expect(code == 1008 || code == 1001)
            #expect(try await test.status(token) == 403)
        }
    }

    @Test("Another run of the guest ends every connection, and admits none")
    func runs() async throws {
        try await withSpice { test in
            let token = try await test.token(.spiceHTML5)
            let (first, second) = (try await test.open(token), try await test.open(token))
            _ = try await second.receive(atLeast: 12)
            test.show(GuestConsoles(run: 2, spice: ConsoleAddress(host: "127.0.0.1", port: test.screen.port)))
            #expect(try await test.status(token) == 403, "before anybody was told of the new run")
            test.driver.tell(.changed(test.server.id))
            for probe in [first, second] { #expect(try await probe.waitForClose() == 1001) }
            #expect(try await test.status(token) == 403)
        }
    }

    @Test("A guest without SPICE has no such console")
    func none() async throws {
        try await TestProxy.with { test in
            await #expect(throws: ComputeError.self) { try await test.token(.spiceHTML5) }
        }
    }

    @Test("A session that could not begin leaves nothing for its token")
    func broken() async throws {
        try await withSpice { test in
            test.show(GuestConsoles(run: 1, spice: ConsoleAddress(host: "127.0.0.1", port: 1)))
            let token = try await test.token(.spiceHTML5)
            #expect(try await test.status(token) == 502)
            #expect(try await test.status(token) == 403)
            #expect(test.proxy.sessions.count == 0)
        }
    }
}
