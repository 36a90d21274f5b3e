import AerieTestSupport
import Compute
import FoundationEssentials
import Synchronization
import Testing

@testable import ConsoleProxy

@Suite(.timeLimit(.minutes(20))) struct ConsoleProxyTests {
    @Test("Bytes go both ways through the socket, as they are")
    func bytes() async throws {
        try await TestProxy.with { test in
            let probe = try await test.open(
                try await test.token(), headers: ["Sec-WebSocket-Protocol: binary", "Origin: \(test.origin)"])
            #expect(await probe.status == 101)
            #expect(await probe.header("sec-websocket-protocol") == "binary")
            #expect(try await probe.receive(atLeast: 12) == FakeScreen.greeting)
            let sent = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            try await probe.send(sent)
            #expect(try await probe.receive(atLeast: sent.count) == sent)
            try await probe.send([7], code: 9)
            #expect(try await probe.receive() == .pong([7]))
            try await probe.send([0x03, 0xE8], code: 8)
            #expect(try await probe.waitForClose() == 1000)
        }
    }

    @Test("A token opens one session, and its page's origin is no other's")
    func tokens() async throws {
        try await TestProxy.with { test in
            let token = try await test.token()
            #expect(try await test.status(token, headers: ["Origin: http://evil.example"]) == 403)
            #expect(try await test.status(token, headers: ["Origin: null"]) == 403)
            let first = try await test.open(token)
            #expect(await first.status == 101)
            #expect(try await test.status(token) == 403)
            #expect(try await test.status("00000000-0000-4000-8000-000000000000") == 403)
            await first.close()
            #expect(try await test.status(token) == 403)
        }
    }

    @Test("What follows a refusal's head is nothing, and the connection ends")
    func emptyRefusal() async throws {
        try await TestProxy.with { test in
            let probe = try await test.open("none")
            #expect(await probe.status == 403)
            #expect(try await probe.everything() == [])
        }
    }

    @Test("The session ends with the token's time")
    func expiry() async throws {
        try await TestProxy.with(lifetime: 10) { test in
            let unused = try await test.token()
            let end = Date().addingTimeInterval(10)
            let probe = try await test.open(try await test.token())
            #expect(try await probe.receive(atLeast: 12) == FakeScreen.greeting)
            #expect(try await probe.waitForClose() == 1008)
            // Sessions are timed by the clock that nobody sets, tokens by the one that somebody may be setting right now.
            while Date() < end { try await Task.sleep(for: .milliseconds(5)) }
            #expect(try await test.status(unused) == 403)
        }
    }

    @Test("Sessions and tokens end when the guest is another run, or none")
    func runs() async throws {
        try await TestProxy.with { test in
            let unused = try await test.token()
            let probe = try await test.open(try await test.token())
            _ = try await probe.receive(atLeast: 12)
            test.show(GuestConsoles(run: 2, vnc: ConsoleAddress(host: "127.0.0.1", port: test.screen.port)))
            #expect(try await test.status(unused) == 403)
            test.driver.tell(.changed(test.server.id))
            #expect(try await probe.waitForClose() == 1001)
            let late = try await test.token()
            try await test.driver.destroy(test.server.id)
            #expect(try await test.status(late) == 403)
        }
    }

    @Test("Unused tokens end when libvirt is lost; sessions go on")
    func connectionLost() async throws {
        try await TestProxy.with { test in
            let unused = try await test.token()
            let probe = try await test.open(try await test.token())
            _ = try await probe.receive(atLeast: 12)
            test.driver.tell(.connectionLost)
            while (try? test.service.grant(of: unused)) != nil { try await Task.sleep(for: .milliseconds(5)) }
            #expect(try await test.status(unused) == 403)
            try await probe.send([1, 2, 3])
            #expect(try await probe.receive(atLeast: 3) == [1, 2, 3])
        }
    }

    @Test("The session ends when the guest hangs up")
    func hangUp() async throws {
        try await TestProxy.with { test in
            let probe = try await test.open(try await test.token())
            _ = try await probe.receive(atLeast: 12)
            await test.screen.hangUp()
            #expect(try await probe.waitForClose() == 1001)
            while test.proxy.sessions.count > 0 { try await Task.sleep(for: .milliseconds(5)) }
        }
    }

    @Test("A guest that does not answer is a bad gateway")
    func noAnswer() async throws {
        try await TestProxy.with { test in
            test.show(GuestConsoles(run: 1, vnc: ConsoleAddress(host: "127.0.0.1", port: 1)))
            let token = try await test.token()
            #expect(try await test.status(token) == 502)
            #expect(test.proxy.sessions.count == 0)
        }
    }

    @Test("A frame that is too large ends the session")
    func largeFrame() async throws {
        try await TestProxy.with { test in
            let probe = try await test.open(try await test.token())
            _ = try await probe.receive(atLeast: 12)
            try await probe.send([UInt8](repeating: 1, count: ClientConnection.largestFrame + 1))
            #expect(try await probe.waitForClose() != 1000)
            while test.proxy.sessions.count > 0 { try await Task.sleep(for: .milliseconds(5)) }
        }
    }

    @Test("No more than so many sessions are open, and those that end make room")
    func manySessions() async throws {
        try await TestProxy.with {
            $0.maximumSessions = 3
        } _: { test in
            var probes: [WebSocketProbe] = []
            for _ in 1...3 {
                probes.append(try await test.open(try await test.token()))
                #expect(await probes.last?.status == 101)
            }
            let token = try await test.token()
            #expect(try await test.status(token) == 503)
            await probes.removeFirst().close()
            while test.proxy.sessions.count == 3 { try await Task.sleep(for: .milliseconds(5)) }
            #expect(try await test.status(token) == 101)
        }
    }

    @Test("A client that takes nothing holds up the guest's side, not the memory, and nobody else")
    func slowClient() async throws {
        try await TestProxy.with { test in
            let slow = try await test.open(try await test.token())
            let other = try await test.open(try await test.token())
            let chunk = [UInt8](repeating: 9, count: 100_000)
            // Nothing of the echo is read by the probe until all has been taken, or the proxy stops taking.
            let sending = Task { for _ in 0..<50 { try await slow.send(chunk) } }
            _ = try await other.receive(atLeast: 12)
            try await other.send([1, 2, 3])
            #expect(try await other.receive(atLeast: 3) == [1, 2, 3])
            #expect(try await slow.receive(atLeast: 12 + 50 * chunk.count).count == 12 + 50 * chunk.count)
            try await sending.value
        }
    }

    @Test("A stop ends every session and says so")
    func stop() async throws {
        let probes = Mutex<[WebSocketProbe]>([])
        try await TestProxy.with { test in
            for _ in 1...2 {
                let probe = try await test.open(try await test.token())
                _ = try await probe.receive(atLeast: 12)
                probes.withLock { $0.append(probe) }
            }
        }
        for probe in probes.withLock({ $0 }) { #expect(try await probe.waitForClose() == 1001) }
    }

    @Test("A terminal's bytes go both ways, and the last who opens it has it")
    func terminal() async throws {
        try await TestProxy.with { test in
            let terminal = try PseudoTerminal()
            test.show(GuestConsoles(run: 1, terminal: terminal.path))
            let first = try await test.open(try await test.token(.serial))
            #expect(await first.status == 101)
            terminal.write("tick 1\n")
            #expect(try await first.receive(atLeast: 7) == Array("tick 1\n".utf8))
            try await first.send(Array("ls\n".utf8))
            #expect(try await terminal.read(3) == "ls\n")

            let second = try await test.open(try await test.token(.serial))
            #expect(try await first.waitForClose() == 1008)
            terminal.write("tick 2\n")
            #expect(try await second.receive(atLeast: 7) == Array("tick 2\n".utf8))
            terminal.close()
            #expect(try await second.waitForClose() == 1001)
        }
    }
}
