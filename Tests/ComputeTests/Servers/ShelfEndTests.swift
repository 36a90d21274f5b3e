import AerieTestSupport
import Compute
import Store
import Synchronization
import Testing

@Suite("Servers that leave their shelf without an unshelve", .timeLimit(.minutes(10)))
struct ShelfEndTests {
    enum Way: CaseIterable {
        case reboot
        case rebuild
        case start
    }

    /// A shelved server of which an offload that was cut off has kept a copy, and whose state was reset since.
    private func reset(_ bench: Bench) async throws -> ServerID {
        let id = try await bench.shelved()
        bench.disks.change { $0.keptStates = [id] }
        try await bench.service.resetState(id, to: .active, in: .everything, origin: bench.origin())
        return id
    }

    private func bringUp(_ id: ServerID, by way: Way, on bench: Bench) async throws {
        switch way {
        case .reboot: try await bench.service.rebootHard(id, in: .everything, origin: bench.origin())
        case .rebuild: try await bench.rebuild(id)
        case .start:
            try await bench.service.stop(id, in: .everything, origin: bench.origin())
            try await bench.runUntilIdle()
            try await bench.service.start(id, in: .everything, origin: bench.origin())
        }
        try await bench.runUntilIdle()
    }

    @Test("It gets what was kept of it, and its image goes", arguments: Way.allCases)
    func isUp(way: Way) async throws {
        let bench = try await Bench { $0.shelvedOffloadTime = -1 }
        let id = try await reset(bench)
        let calls = Calls()
        bench.disks.interpose { call throws(ComputeError) in calls.add(call) }
        try await bringUp(id, by: way, on: bench)
        let server = try await bench.server(id)
        #expect(server.vmState == .active && server.taskState == nil && server.shelf == nil && server.fault == nil)
        let moves = calls.all.filter { $0.hasSuffix("State") }
        #expect(moves.prefix(2) == ["returnState", "forgetKeptState"])
        #expect(bench.disks.now.keptStates.isEmpty)
        let images = try await bench.stores.images.images(ImageQuery(scope: .everything, page: Page(limit: 9)))
        #expect(!images.contains { $0.properties["image_type"] == "snapshot" })
        #expect(try await bench.strays() == [])
        await bench.close()
    }

    enum Change: CaseIterable {
        case softReboot
        case rescue
        case resize
        case shelve
    }

    @Test("Whatever changes it first, it has what was kept of it by then", arguments: Change.allCases)
    func isChanged(change: Change) async throws {
        let bench = try await Bench { $0.shelvedOffloadTime = -1 }
        let id = try await reset(bench)
        let calls = Calls()
        bench.disks.interpose { call throws(ComputeError) in calls.add(call) }
        switch change {
        case .softReboot: try await bench.service.rebootSoftly(id, in: .everything, origin: bench.origin())
        case .rescue: try await bench.rescue(id)
        case .resize: try await bench.resize(id)
        case .shelve: try await bench.service.shelve(id, in: .everything, origin: bench.origin())
        }
        try await bench.runUntilIdle()
        let server = try await bench.server(id)
        #expect(server.taskState == nil && server.fault == nil)
        #expect(calls.all.filter { $0.hasSuffix("State") }.prefix(2) == ["returnState", "forgetKeptState"])
        #expect(bench.disks.now.keptStates.isEmpty)
        let images = try await bench.stores.images.images(ImageQuery(scope: .everything, page: Page(limit: 9)))
        #expect(images.filter { $0.properties["image_type"] == "snapshot" }.count == 1)
        await bench.close()
    }

    @Test("A guest that somebody has started since keeps its own, which are newer")
    func isOn() async throws {
        let bench = try await Bench { $0.shelvedOffloadTime = -1 }
        let id = try await reset(bench)
        try await bench.driver.start(id)
        let calls = Calls()
        bench.disks.interpose { call throws(ComputeError) in calls.add(call) }
        try await bringUp(id, by: .reboot, on: bench)
        #expect(try await bench.server(id).shelf == nil)
        #expect(!calls.all.contains("returnState") && bench.disks.now.keptStates.isEmpty)
        await bench.close()
    }
}

private final class Calls: Sendable {
    private let names = Mutex<[String]>([])

    var all: [String] { names.withLock { $0 } }

    func add(_ name: String) { names.withLock { $0.append(name) } }
}
