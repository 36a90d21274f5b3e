import AerieTestSupport
import Compute
import Store

/// New passwords by a guest's agent.
extension CrashScenarios {
    static let passwords: [CrashMatrix.Scenario] = [changePassword, failingChangePassword]

    static let changePassword = CrashMatrix.Scenario("change of the password", on: withKey) { bench, id in
        try await change(on: bench, id)
    }

    static let failingChangePassword = CrashMatrix.Scenario("change of the password that fails", on: withKey) {
        bench, id in
        bench.calls.fail("setPassword")
        try await change(on: bench, id)
    }

    private static func change(on bench: CrashMatrix.Bench, _ id: ServerID) async throws {
        try await bench.service.changePassword(id, to: "new", in: .everything, origin: bench.origin()) { "\($0) \($1)" }
    }

    @Sendable private static func withKey(_ bench: CrashMatrix.Bench) async throws -> ServerID {
        try await bench.stores.keypairs.addKey(named: "key", of: CrashMatrix.Bench.user)
        var request = bench.request()
        request.keyName = "key"
        let id = try await bench.create(request)
        try await bench.runUntilIdle()
        return id
    }
}

extension KeypairStore {
    func addKey(named name: String, of user: UserID) async throws(ComputeError) {
        _ = try await create(
            KeypairRecord(
                userID: user, name: name, kind: .ssh, publicKey: "ssh-rsa A", fingerprint: "aa:bb",
                createdAt: Timestamp(microseconds: 0)), limit: -1)
    }
}
