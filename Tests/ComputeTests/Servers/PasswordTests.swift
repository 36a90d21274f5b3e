import AerieTestSupport
import DurableActions
import Foundation
import Store
import Testing

@testable import Compute

@Suite("Passwords of guests", .timeLimit(.minutes(20)))
struct PasswordTests {
    private static let server = ServerID("6f0d9c51-a8a8-4a5e-9b40-c2d1b7e0f100")

    private static func row() throws -> ActionRow {
        let action = ChangePassword(server: server, password: "x", sealed: nil)
        return try NewAction(
            action, id: ActionID(rawValue: "a"), subject: server.text, host: "node-1",
            created: Date(timeIntervalSince1970: 0)
        ).row(sequence: 1)
    }

    @Test("A request that waits for its action is told how it ended")
    func told() async throws {
        let ended = EndedActions()
        let row = try Self.row()
        let outcome = try await ended.outcome(of: row.id, within: .seconds(60)) { () async throws(ComputeError) in
            ended.observe(.ended(row, .succeeded))
        }
        #expect(outcome == .succeeded)
    }

    @Test("It does not wait longer than it may, nor for an action that was refused")
    func bounded() async throws {
        let ended = EndedActions(clock: CrashMatrix.Clock())
        let row = try Self.row()
        let late = try await ended.outcome(of: row.id, within: .seconds(1)) { () async throws(ComputeError) in }
        #expect(late == nil)
        await #expect(throws: ComputeError.conflict("no")) {
            _ = try await ended.outcome(of: row.id, within: .seconds(60)) { () async throws(ComputeError) in
                throw .conflict("no")
            }
        }
    }

    @Test(
        "It is the password of the image's administrator, or of its system's",
        arguments: [
            ([:], "root"), (["os_type": "windows"], "Administrator"), (["os_type": "Windows"], "Administrator"),
            (["os_admin_user": "ann", "os_type": "windows"], "ann"), (["os_admin_user": ""], "root"),
        ])
    func user(properties: [String: String], user: String) {
        let server = Sample.server { $0.image?.properties = properties }
        #expect(ChangePassword.user(of: server) == user)
    }

    @Test("A refusal says what to do, and never what the hypervisor said")
    func refusal() async throws {
        for (error, says) in [
            (HypervisorError.timedOut("x"), "Install and start qemu-guest-agent"),
            (.unavailable("x"), "Try again later"),
            (.failed("secret"), "could not set the password of the user root"),
        ] {
            let bench = try await Bench()
            let id = try await bench.active()
            bench.driver.interpose { call throws(HypervisorError) in
                if call == "setPassword" { throw error }
            }
            try await bench.service.changePassword(id, to: "word", in: .everything, origin: bench.origin()) { _, _ in
                nil
            }
            try await bench.runUntilIdle()
            let server = try await bench.server(id)
            #expect(server.vmState == .active && server.taskState == nil)
            #expect(server.fault?.message.hasPrefix("Failed to set admin password on \(id) because") == true)
            #expect(server.fault?.message.contains(says) == true)
            #expect(server.fault?.details.contains("secret") == false)
            await bench.close()
        }
    }

    @Test("No more is kept than fits", arguments: [(1020, true), (1021, false)])
    func length(bytes: Int, isKept: Bool) async throws {
        let bench = try await Bench()
        try await bench.stores.keypairs.addKey(named: "key", of: Bench.user)
        var request = bench.request()
        request.keyName = "key"
        let id = try await bench.create(request)
        try await bench.runUntilIdle()
        let sealed = String(repeating: "x", count: bytes)
        try await bench.service.changePassword(id, to: "word", in: .everything, origin: bench.origin()) { _, _ in sealed
        }
        try await bench.runUntilIdle()
        #expect(bench.driver.now.guests[id]?.passwords == ["root": "word"])
        #expect(try await bench.service.serverPassword(of: id, in: .everything) == (isKept ? sealed : ""))
        await bench.close()
    }
}
