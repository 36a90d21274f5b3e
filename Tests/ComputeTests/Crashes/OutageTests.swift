import AerieTestSupport
import Compute
import Testing

@Suite("A hypervisor that fails or is away while an action runs", .timeLimit(.minutes(20)))
struct OutageTests {
    static let actions = [
        CrashScenarios.create, CrashScenarios.delete, CrashScenarios.start, CrashScenarios.stop,
        CrashScenarios.stubbornStop, CrashScenarios.softReboot, CrashScenarios.stubbornSoftReboot,
        CrashScenarios.hardReboot, CrashScenarios.rebuild, CrashScenarios.rebuildOfStopped, CrashScenarios.restore,
        CrashScenarios.resize, CrashScenarios.resizeOfStopped, CrashScenarios.confirm, CrashScenarios.confirmOfStopped,
        CrashScenarios.revert, CrashScenarios.revertOfStopped, CrashScenarios.shelve, CrashScenarios.offload,
        CrashScenarios.unshelve, CrashScenarios.unshelveOnHost,
    ]

    @Test("A short outage at any moment changes nothing but the time", arguments: actions)
    func short(scenario: Scenario) async throws {
        let expected = try await scenario.undisturbed().end
        try await scenario.failing({ since, _ in since < 3 ? Self.away : nil }) { disturbed in
            #expect(disturbed.end == expected, "\(disturbed.place)")
            #expect(disturbed.strays == [], "\(disturbed.place)")
            await disturbed.bench.close()
        }
    }

    @Test("An outage that ends while an action is taken back leaves a state that is allowed", arguments: actions)
    func medium(scenario: Scenario) async throws {
        try await scenario.failing({ since, _ in since < 6 ? Self.away : nil }) { disturbed in
            try await expectLegal(disturbed)
            if scenario.name == CrashScenarios.create.name { try await expectOnlyTheRecord(disturbed) }
            try await expectDeletable(disturbed)
        }
    }

    /// What has begun what only the hypervisor can end.
    static let patient = [
        CrashScenarios.delete, CrashScenarios.softReboot, CrashScenarios.stubbornSoftReboot, CrashScenarios.hardReboot,
        CrashScenarios.restore, CrashScenarios.confirm, CrashScenarios.confirmOfStopped, CrashScenarios.offload,
        CrashScenarios.unshelve,
    ]

    /// What waits so in some of its steps.
    static let partlyPatient = [
        CrashScenarios.rebuild, CrashScenarios.rebuildOfStopped, CrashScenarios.resize, CrashScenarios.resizeOfStopped,
        CrashScenarios.revert, CrashScenarios.revertOfStopped, CrashScenarios.shelve, CrashScenarios.unshelveOnHost,
    ]

    @Test(
        "What only the hypervisor can end waits for as long as the hypervisor is away, and then ends as if it had not been",
        arguments: patient)
    func waiting(scenario: Scenario) async throws {
        let expected = try await scenario.undisturbed().end
        try await scenario.failing({ since, _ in since < 40 ? Self.away : nil }) { disturbed in
            #expect(disturbed.end == expected, "\(disturbed.place)")
            #expect(disturbed.strays == [], "\(disturbed.place)")
            await disturbed.bench.close()
        }
    }

    @Test(
        "A long outage leaves a state that is allowed, and a delete after it takes everything away",
        arguments: actions.filter { action in !(patient + partlyPatient).contains { $0.name == action.name } })
    func long(scenario: Scenario) async throws {
        try await scenario.failing({ _, _ in Self.away }) { disturbed in
            try await expectLegal(disturbed)
            try await expectDeletable(disturbed)
        }
    }

    @Test("Any call that fails once leaves a state that is allowed", arguments: actions)
    func once(scenario: Scenario) async throws {
        try await scenario.failing(
            parts: [.driver, .disks],
            { since, call in
                since == 0 ? .failed("The \(call.name) failed.") : nil
            }
        ) { disturbed in
            try await expectLegal(disturbed)
            if scenario.name == CrashScenarios.create.name { try await expectOnlyTheRecord(disturbed) }
            try await expectDeletable(disturbed)
        }
    }

    @Test("A call that fails once while an action is taken back is tried again")
    func undoing() async throws {
        let expected = try await CrashScenarios.unstarted.undisturbed().end
        try await CrashScenarios.unstarted.failing(
            parts: [.driver, .disks],
            { since, call in
                let undoes = ["destroy", "undefine", "unplug", "remove"].contains(call.name)
                return since == 0 && undoes ? .failed("The \(call.name) failed.") : nil
            }
        ) { disturbed in
            #expect(disturbed.end == expected, "\(disturbed.place)")
            #expect(disturbed.strays == [], "\(disturbed.place)")
            await disturbed.bench.close()
        }
    }

    private static let away = HypervisorError.unavailable("libvirtd does not answer.")

    /// No task, nothing open, and what is shown is what is there, at the latest after a look at every guest.
    private func expectLegal(_ disturbed: Disturbed) async throws {
        let (bench, id) = (disturbed.bench, disturbed.server)
        let ended = disturbed.end
        #expect(ended.taskState == nil && ended.openActions == 0, "\(disturbed.place): \(ended)")
        let hasFailed = ended.actions.first?.contains("failed") == true
        #expect(hasFailed == (ended.fault != nil), "\(disturbed.place): \(ended)")
        await bench.powerSync.lookAtAll()
        try await bench.runUntilIdle()
        let end = try await bench.end(of: id)
        #expect(end.host != nil || end.guestPower == nil, "\(disturbed.place): \(end)")
        switch end.vmState {
        case .active: #expect(end.guestPower == .running, "\(disturbed.place): \(end)")
        case .stopped: #expect(end.guestPower == .shutdown, "\(disturbed.place): \(end)")
        case .deleted: #expect(end.guestPower == nil, "\(disturbed.place): \(end)")
        case .error: #expect(end.fault != nil, "\(disturbed.place): \(end)")
        case .resized: #expect(end.guestPower != nil && end.resize == .finished, "\(disturbed.place): \(end)")
        case .shelved, .softDeleted: #expect(end.guestPower != .running && end.hasDisks, "\(disturbed.place): \(end)")
        case .shelvedOffloaded:
            #expect(end.guestPower == nil && !end.hasDisks && end.host == nil, "\(disturbed.place): \(end)")
        default: Issue.record("\(disturbed.place): \(end)")
        }
    }

    /// A create that was taken back keeps the record alone.
    private func expectOnlyTheRecord(_ disturbed: Disturbed) async throws {
        let end = disturbed.end
        guard end.vmState == .error else { return }
        #expect(end.guestPower == nil && !end.hasDisks && end.configDrive == nil, "\(disturbed.place): \(end)")
        #expect(end.reservations.isEmpty && end.ports.isEmpty && end.host == nil, "\(disturbed.place): \(end)")
        #expect(disturbed.strays == [], "\(disturbed.place)")
    }

    private func expectDeletable(_ disturbed: Disturbed) async throws {
        if !disturbed.end.isDeleted {
            try await InterruptionTests.delete(disturbed.bench, disturbed.server)
            try await disturbed.bench.runUntilIdle()
        }
        try await expectNothingLeft(disturbed)
        await disturbed.bench.close()
    }
}
