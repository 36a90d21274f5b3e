import AerieTestSupport
import Compute
import DurableActions
import Store
import Testing

@Suite("What ends a resize in unusual ways", .timeLimit(.minutes(10)))
struct ResizeEndTests {
    private static func change(_ id: ServerID, on bench: Bench, _ fill: (inout ServerChange) -> Void) async throws {
        let change = ServerChange(fill)
        _ = try await bench.stores.servers.change(id, in: .everything, facets: []) { _ throws(ComputeError) in
            ServerDecision(change: change)
        }
    }

    @Test("A confirmation that is made again leaves the state alone that the server was given since")
    func elsewhere() async throws {
        let bench = try await Bench()
        let id = try await bench.resized()
        try await Self.change(id, on: bench) {
            $0.vmState = .set(.suspended)
            $0.resizeStatus = .set(.confirming)
        }
        try await ResumptionTests.resume(bench)
        let end = try await bench.end(of: id)
        #expect(end.vmState == .suspended && end.resize == nil && end.flavors == ["m2", "m2", "m2", nil])
        await bench.close()
    }

    @Test("A confirmation leaves a resize alone that has begun since")
    func another() async throws {
        let bench = try await Bench()
        let id = try await bench.resized()
        try await bench.stores.flavors.create(
            FlavorRecord(id: "m3", name: "m3", vcpus: 2, ram: 2048, disk: 40, createdAt: bench.world.now()))
        try await bench.service.confirmResize(id, in: .everything, origin: bench.origin())
        try await bench.service.resetState(id, to: .active, in: .everything, origin: bench.origin())
        try await bench.resize(id, to: "m3")
        try await bench.runUntilIdle()
        let end = try await bench.end(of: id)
        #expect(end.vmState == .resized && end.resize == .finished && end.fault == nil)
        #expect(end.flavors == ["m3", "m3", "m3", "m2"])
        await bench.close()
    }

    @Test("While one goes on that a reset has taken the state from, another is refused")
    func underWay() async throws {
        let bench = try await Bench()
        let id = try await bench.active()
        try await bench.stores.flavors.create(
            FlavorRecord(id: "m3", name: "m3", vcpus: 2, ram: 2048, disk: 40, createdAt: bench.world.now()))
        try await bench.resize(id)
        try await bench.service.resetState(id, to: .active, in: .everything, origin: bench.origin())
        await #expect(throws: ComputeError.self) { try await bench.resize(id, to: "m3") }
        try await bench.runUntilIdle()
        let end = try await bench.end(of: id)
        #expect(end.flavors == ["m2", "m2", "m2", "m1"] && end.resize == .finished)
        await bench.close()
    }

    @Test("A confirmation for which the present disk is lost is refused, and the resize can still be reverted")
    func lostPresent() async throws {
        let bench = try await Bench()
        let id = try await bench.resized()
        bench.disks.change { $0.servers.remove(id) }
        try await bench.service.confirmResize(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        let end = try await bench.end(of: id)
        #expect(end.vmState == .resized && end.taskState == nil && end.resize == .finished && end.fault != nil)
        #expect(bench.disks.now.kept[id] != nil)
        await bench.close()
    }

    @Test("A revert for which a disk is lost is refused before the guest is touched")
    func lost() async throws {
        let bench = try await Bench()
        let id = try await bench.resized()
        let starts = try await bench.end(of: id).guestStarts
        bench.disks.change { $0.kept[id] = nil }
        try await bench.service.revertResize(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        let end = try await bench.end(of: id)
        #expect(end.vmState == .resized && end.taskState == nil && end.resize == .finished)
        #expect(end.fault?.contains("missing") == true && end.guestPower == .running && end.guestStarts == starts)
        #expect(end.flavors == ["m2", "m2", "m2", nil])
        await bench.close()
    }

    @Test("A soft delete that can't remove disks from before leaves a resize that can be confirmed again")
    func softDelete() async throws {
        let bench = try await Bench { $0.reclaimInterval = 1000 }
        let id = try await bench.resized()
        bench.disks.interpose { call throws(ComputeError) in
            if call == "removeResized" { throw .failure("no") }
        }
        try await bench.service.delete(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        let failed = try await bench.end(of: id)
        #expect(failed.vmState == .resized && failed.resize == .finished && failed.fault != nil)
        bench.disks.interpose(nil)
        try await bench.service.confirmResize(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        let end = try await bench.end(of: id)
        #expect(end.vmState == .stopped && end.resize == nil && end.flavors == ["m2", "m2", "m2", nil])
        await bench.close()
    }

    @Test("A soft delete also ends the resize of a server that is in ERROR")
    func softDeleteOfBroken() async throws {
        let bench = try await Bench { $0.reclaimInterval = 1000 }
        let id = try await bench.resized()
        try await bench.service.resetState(id, to: .error, in: .everything, origin: bench.origin())
        _ = try await bench.softDeleted(id)
        let end = try await bench.end(of: id)
        #expect(end.vmState == .softDeleted && end.resize == nil && end.flavors == ["m2", "m2", "m2", nil])
        await bench.close()
    }

    @Test(
        "A hard reboot or a rebuild of a server that was taken out of its resize keeps the disks that it has, and their room alone",
        arguments: [true, false])
    func ended(reboots: Bool) async throws {
        let bench = try await Bench()
        let id = try await bench.resized()
        try await bench.service.resetState(id, to: .error, in: .everything, origin: bench.origin())
        #expect(try await bench.stores.hosts.usage()[Bench.host]?.diskGB == 30)
        if reboots {
            try await bench.service.rebootHard(id, in: .everything, origin: bench.origin())
        } else {
            try await bench.rebuild(id)
        }
        try await bench.runUntilIdle()
        let end = try await bench.end(of: id)
        #expect(end.vmState == .active && end.resize == nil && end.flavors == ["m2", "m2", "m2", nil])
        #expect(try await bench.stores.hosts.usage()[Bench.host]?.diskGB == 20)
        #expect(try await bench.strays() == [])
        await bench.close()
    }

    @Test("A guest that is up is not ended because disks from before can't be removed")
    func leftovers() async throws {
        let bench = try await Bench()
        let id = try await bench.resized()
        try await bench.service.resetState(id, to: .active, in: .everything, origin: bench.origin())
        try await bench.service.stop(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        bench.disks.interpose { call throws(ComputeError) in
            if call == "removeResized" { throw .failure("no") }
        }
        try await bench.service.start(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        let started = try await bench.end(of: id)
        #expect(started.vmState == .active && started.guestPower == .running && started.fault != nil)
        #expect(started.resize == .finished)
        bench.disks.interpose(nil)
        try await bench.service.rebootHard(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        let end = try await bench.end(of: id)
        #expect(end.vmState == .active && end.resize == nil && end.flavors == ["m2", "m2", "m2", nil])
        await bench.close()
    }

    @Test("A guest that somebody starts while its disks are changed does not run on those from before")
    func startedByHand() async throws {
        let bench = try await Bench()
        let id = try await bench.active()
        try await bench.resize(id)
        await #expect(throws: ActionRunnerError.self) {
            try await bench.runUntilIdle { point throws(SimulatedCrash) in
                if point.step == "rebuild", point.moment == .beforeStep { throw SimulatedCrash() }
            }
        }
        try await bench.reopen()
        try await bench.driver.start(id)
        try await bench.runUntilIdle()
        let end = try await bench.end(of: id)
        #expect(end.vmState == .resized && end.guestPower == .running && end.guestStarts == 3)
        #expect(end.flavors == ["m2", "m2", "m2", "m1"])
        await bench.close()
    }

    @Test("A revert that was cut off among its disks keeps them all, also when the server is rebooted")
    func cutOff() async throws {
        let bench = try await Bench()
        let id = try await bench.resized()
        bench.calls.fail("revertResize")
        try await bench.service.revertResize(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        #expect(try await bench.end(of: id).vmState == .error)
        try await bench.service.rebootHard(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        let end = try await bench.end(of: id)
        #expect(end.vmState == .active && end.resize == .reverting && end.flavors == ["m2", "m2", "m2", "m1"])
        await bench.close()
    }
}
