import Foundation
import Glibc
import Testing

@testable import Libvirt

@Suite(.timeLimit(.minutes(20))) struct ManagedConnectionTests {
    @Test func `A call without a connection fails at once and says why`() async throws {
        let managed = try managed("test+unix:///default?socket=/nowhere/sock")
        #expect(await managed.error { connection throws(LibvirtError) in try connection.type() }?.code == .noConnect)
        let running = Task { await managed.run() }
        for await status in managed.statuses() {
            guard case .disconnected(let error) = status, error.message.contains("can't connect") else { continue }
            #expect(error.message.contains("/nowhere/sock"))
            break
        }
        #expect(await managed.error { connection throws(LibvirtError) in try connection.type() }?.code == .noConnect)
        running.cancel()
        await running.value
    }

    @Test func `Calls go through once it is connected, and the streams end with it`() async throws {
        let managed = try managed("test:///default")
        let events = managed.events()
        let running = Task { await managed.run() }
        await managed.waitForConnection()
        #expect(try await managed.run { connection throws(LibvirtError) in try connection.type() } == "TEST")
        #expect(try await managed.runLong { connection throws(LibvirtError) in try connection.type() } == "TEST")
        running.cancel()
        await running.value
        var seen: [HypervisorEvent] = []
        // Tests beside this one share the test driver's domains, and so their events.
        for await event in events {
            if case .domain = event { continue }
            seen.append(event)
        }
        #expect(seen.first == .connected)
        #expect(seen.last == .disconnected(nil))
    }

    @Test(.enabled(if: PrivateDaemon.canRun))
    func `A daemon that crashes and starts again is found again, with its events`() async throws {
        let daemon = try PrivateDaemon()
        let managed = try managed(daemon.uri)
        var events = managed.events().makeAsyncIterator()
        let first = try daemon.start()
        let running = Task { await managed.run() }
        #expect(await events.next() == .connected)
        await crash(first)
        #expect(await events.next() == .disconnected(.endOfFile))
        #expect(await managed.error { connection throws(LibvirtError) in try connection.type() }?.code == .noConnect)
        let second = try daemon.start()
        #expect(await events.next() == .connected)
        let uuid = try await managed.run { connection throws(LibvirtError) in
            let domain = try connection.domain(name: "test")
            try domain.suspend()
            return try domain.uuid()
        }
        #expect(await events.next { $0.change == .lifecycle(.suspended, detail: .suspendedPaused) }?.uuid == uuid)
        running.cancel()
        await running.value
        await crash(second)
    }

    @Test(.enabled(if: PrivateDaemon.canRun))
    func `A daemon that hangs is noticed by keepalive`() async throws {
        let daemon = try PrivateDaemon()
        let managed = try managed(daemon.uri)
        var events = managed.events().makeAsyncIterator()
        let process = try daemon.start()
        let running = Task { await managed.run() }
        #expect(await events.next() == .connected)
        kill(process.processIdentifier, SIGSTOP)
        #expect(await events.next() == .disconnected(.keepAlive))
        kill(process.processIdentifier, SIGCONT)
        #expect(await events.next() == .connected)
        running.cancel()
        await running.value
        await crash(process)
    }

    /// libvirt's client ends the process when a connection dies on which several threads wait.
    @Test(.enabled(if: PrivateDaemon.canRun))
    func `A daemon that hangs fails all calls that wait for it, and they work once it goes on`() async throws {
        let daemon = try PrivateDaemon()
        let managed = try managed(daemon.uri)
        let process = try daemon.start()
        let running = Task { await managed.run() }
        await managed.waitForConnection()
        for _ in 1...3 {
            kill(process.processIdentifier, SIGSTOP)
            let errors = await withTaskGroup(of: LibvirtError?.self) { group in
                for _ in 1...6 {
                    group.addTask {
                        await managed.error(within: .seconds(30)) { connection throws(LibvirtError) in
                            try connection.libvirtVersion()
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(errors.count { $0 != nil } == 6)
            kill(process.processIdentifier, SIGCONT)
            await managed.waitForConnection()
            _ = try await managed.run { connection throws(LibvirtError) in try connection.libvirtVersion() }
        }
        running.cancel()
        await running.value
        await crash(process)
    }

    private func managed(_ uri: String) throws -> ManagedConnection {
        var settings = ManagedConnection.Settings(uri: uri)
        settings.keepAliveInterval = 1
        settings.keepAliveCount = 1
        settings.backoff = Backoff(first: .milliseconds(20), last: .milliseconds(200))
        return ManagedConnection(settings, loop: try EventLoop(), lanes: Lanes())
    }
}

extension ManagedConnection {
    func waitForConnection() async {
        for await status in statuses() where status.isConnected { return }
    }

    func error<Value: Sendable>(
        on key: LaneKey? = nil, within limit: Duration? = nil,
        _ work: @escaping @Sendable (Connection) throws(LibvirtError) -> Value
    ) async -> LibvirtError? {
        do throws(LibvirtError) {
            _ = try await run(on: key, within: limit, work)
            return nil
        } catch {
            return error
        }
    }
}
