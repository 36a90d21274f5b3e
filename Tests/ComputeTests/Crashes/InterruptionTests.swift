import AerieTestSupport
import Compute
import Synchronization
import Testing

@Suite("Requests that come while an action runs", .timeLimit(.minutes(20)))
struct InterruptionTests {
    static let preemptible =
        [
            CrashScenarios.create, CrashScenarios.unstarted, CrashScenarios.start, CrashScenarios.stop,
            CrashScenarios.stubbornStop, CrashScenarios.softReboot, CrashScenarios.stubbornSoftReboot,
            CrashScenarios.hardReboot, CrashScenarios.softDelete, CrashScenarios.restore, CrashScenarios.rebuild,
            CrashScenarios.rebuildOfStopped,
            CrashScenarios.resize, CrashScenarios.resizeOfStopped, CrashScenarios.confirm, CrashScenarios.revert,
        ] + CrashScenarios.preemptibleShelving

    @Test("A delete that comes at any moment of another action leaves nothing", arguments: preemptible)
    func delete(scenario: Scenario) async throws {
        try await scenario.interrupted(by: Self.delete) { disturbed in
            #expect(disturbed.refusal == nil)
            #expect(disturbed.tasks == [.deleting], "\(disturbed.place)")
            #expect(disturbed.end.fault == nil, "\(disturbed.place)")
            try await expectNothingLeft(disturbed)
            #expect(disturbed.end.actions.count > 1)
            #expect(disturbed.end.actions.first == "delete: compute_terminate_instance=Success")
            await disturbed.bench.close()
        }
    }

    @Test(
        "For a server that is being deleted no guest is built anew",
        arguments: [CrashScenarios.rebuild, CrashScenarios.shelve, CrashScenarios.resize])
    func doomed(scenario: Scenario) async throws {
        let (bench, id) = try await scenario.begin()
        let seen = Mutex<[String]?>(nil)
        bench.calls.watch { call in
            if call.name == "requestShutdown" {
                try? await bench.interrupt(id) { try await Self.delete(bench, id) }
                seen.withLock { $0 = [] }
            }
            _ = seen.withLock { $0?.append(call.name) }
            return nil
        }
        try await bench.runUntilIdle()
        let calls = try #require(seen.withLock { $0 })
        #expect(calls.contains("undefine") && !calls.contains("define") && !calls.contains("plug"), "\(calls)")
        #expect(try await bench.server(id).vmState == .deleted)
        await bench.close()
    }

    @Test(
        "A hard reboot overtakes a soft one at any moment",
        arguments: [CrashScenarios.softReboot, CrashScenarios.stubbornSoftReboot])
    func overtake(scenario: Scenario) async throws {
        try await scenario.interrupted(by: Self.rebootHard) { disturbed in
            #expect(disturbed.refusal == nil, "\(disturbed.place)")
            let end = disturbed.end
            #expect(end.vmState == .active && end.taskState == nil && end.powerState == .running, "\(disturbed.place)")
            #expect(end.guestPower == .running, "\(disturbed.place)")
            #expect(end.actions.first == "reboot: compute_reboot_instance=Success", "\(disturbed.place)")
            #expect(end.openActions == 0 && end.fault == nil, "\(disturbed.place): \(end)")
            let tasks: Set<TaskState?> = [.rebootingHard, .rebootPendingHard, .rebootStartedHard]
            #expect(disturbed.tasks.isSubset(of: tasks), "\(disturbed.place): \(disturbed.tasks)")
            #expect(disturbed.strays == [], "\(disturbed.place)")
            await disturbed.bench.close()
        }
    }

    @Test("A second hard reboot is accepted until the first one begins, and shows its tasks")
    func hardTwice() async throws {
        let bench = try await Bench()
        let id = try await bench.active()
        for _ in 1...2 { try await bench.service.rebootHard(id, in: .everything, origin: bench.origin()) }
        let tasks = Tasks()
        bench.calls.watch { call in
            guard call.name == "destroy" else { return nil }
            await tasks.note(try? await bench.server(id).taskState)
            return nil
        }
        try await bench.runUntilIdle()
        let one: [TaskState?] = [.rebootPendingHard, .rebootStartedHard]
        #expect(await tasks.seen == one + one)
        let end = try await bench.end(of: id)
        #expect(end.vmState == .active && end.taskState == nil)
        #expect(bench.driver.now.guests[id]?.starts == 3)
        await bench.close()
    }

    @Test(
        "A stop is refused at any moment of another action",
        arguments: [CrashScenarios.softReboot, CrashScenarios.start])
    func refused(scenario: Scenario) async throws {
        let expected = try await scenario.undisturbed().end
        try await scenario.interrupted(by: { bench, id in
            try await bench.service.stop(id, in: .everything, origin: bench.origin())
        }) { disturbed in
            await disturbed.bench.close()
            guard case .wrongState(action: "stop", _, _, _)? = disturbed.refusal else {
                Issue.record("\(disturbed.place): \(String(describing: disturbed.refusal))")
                return
            }
            #expect(disturbed.end == expected, "\(disturbed.place)")
        }
    }

    private actor Tasks {
        var seen: [TaskState?] = []
        func note(_ task: TaskState?) { seen.append(task) }
    }

    @Sendable static func delete(_ bench: Bench, _ id: ServerID) async throws {
        try await bench.service.forceDelete(id, in: .everything, origin: bench.origin())
    }

    @Sendable static func rebootHard(_ bench: Bench, _ id: ServerID) async throws {
        try await bench.service.rebootHard(id, in: .everything, origin: bench.origin())
    }
}

/// The server is deleted, and neither store nor host holds anything of it.
func expectNothingLeft(_ disturbed: Disturbed, sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let end = try await disturbed.bench.end(of: disturbed.server)
    func expect(_ condition: Bool, _ what: String) {
        #expect(condition, "\(disturbed.place): \(what) \(end)", sourceLocation: sourceLocation)
    }
    expect(end.isDeleted && end.vmState == .deleted && end.taskState == nil, "not deleted")
    expect(end.powerState == .noState, "power state")
    expect(end.guestPower == nil, "guest")
    expect(!end.hasDisks && end.configDrive == nil, "disks")
    expect(end.reservations.isEmpty && end.ports.isEmpty, "ports")
    expect(end.images.isEmpty, "images")
    expect(end.openActions == 0, "open actions")
    #expect(try await disturbed.bench.strays() == [], "\(disturbed.place)", sourceLocation: sourceLocation)
}
