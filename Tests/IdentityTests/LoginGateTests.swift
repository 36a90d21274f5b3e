import Testing

@testable import Identity

struct LoginGateTests {
    private let clock = TestClock()

    private func gate(_ change: (inout LoginSettings) -> Void = { _ in }) -> LoginGate {
        var settings = LoginSettings()
        change(&settings)
        let clock = self.clock
        return LoginGate(
            hasher: PasswordHasher(parameters: TestIdentity.cost), settings: settings, now: { clock.now })
    }

    @Test("Guesses sent all at once count like guesses one by one")
    func burst() async throws {
        let gate = gate { $0.waitingChecks = 1_000 }
        let stored = try await gate.hash("secret")
        let errors = await withTaskGroup(of: IdentityError?.self) { group in
            for number in 0..<50 {
                group.addTask {
                    do throws(IdentityError) {
                        try await gate.check("guess \(number)", against: stored, for: .init(.user(id: "u"), from: "c"))
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(errors.count { $0 == .unauthorized } == 5)
        #expect(errors.count { $0 == .tooManyAttempts(retryAfter: 1) } == 45)
    }

    @Test("During the delay even the right password is not looked at, afterwards it is")
    func delay() async throws {
        let gate = gate()
        let stored = try await gate.hash("secret")
        for _ in 0..<5 {
            await #expect(throws: IdentityError.unauthorized) {
                try await gate.check("wrong", against: stored, for: .init(.user(id: "u"), from: "c"))
            }
        }
        await #expect(throws: IdentityError.tooManyAttempts(retryAfter: 1)) {
            try await gate.check("secret", against: stored, for: .init(.user(id: "u"), from: "c"))
        }
        clock.advance(seconds: 1)
        try await gate.check("secret", against: stored, for: .init(.user(id: "u"), from: "c"))
    }

    @Test("A full lane turns away at once and takes work again when it has drained")
    func fullLane() async {
        let lane = HashingLane(capacity: 1)
        let (started, startedInput) = AsyncStream<Void>.makeStream()
        let release = DispatchGate()
        async let first = lane.run {
            startedInput.finish()
            release.wait()
            return 1
        }
        for await _ in started {}
        #expect(await lane.run { 2 } == nil)
        release.open()
        #expect(await first == 1)
        #expect(await lane.run { 3 } == 3)
    }

    @Test("Pieces of work never overlap")
    func serial() async {
        let lane = HashingLane(capacity: 100)
        let overlap = Overlap()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    _ = await lane.run {
                        overlap.enter()
                        overlap.leave()
                        return true
                    }
                }
            }
        }
        #expect(overlap.most == 1)
    }
}
