import AerieTestSupport
import Compute
import Testing

@Suite("An administrator's reset of a server that is being deleted", .timeLimit(.minutes(20)))
struct ResetDuringDeleteTests {
    @Test(
        "It changes nothing about the end of it, nor does what was asked for since",
        arguments: ["undefine", "remove", "finish"], Request.allCases)
    func reset(at place: String, asking request: Request) async throws {
        let bench = try await Bench()
        let id = try await bench.active()
        try await bench.service.delete(id, in: .everything, origin: bench.origin())
        bench.calls.watch { call in
            guard call.name == place, (try? await bench.server(id))?.taskState == .deleting else { return nil }
            try? await bench.service.resetState(id, to: .active, in: .everything, origin: bench.origin())
            try? await ask(for: request, of: id, on: bench)
            return nil
        }
        try await bench.runUntilIdle()
        let end = try await bench.end(of: id)
        #expect(end.isDeleted && end.vmState == .deleted && end.taskState == nil && end.powerState == .noState)
        #expect(end.guestPower == nil && end.ports.isEmpty && !end.hasDisks)
        #expect(end.openActions == 0)
        #expect(try await bench.strays() == [])
        await bench.close()
    }

    /// What has its effect also on a server without guest and disks, and what took something with its request.
    enum Request: CaseIterable {
        case suspend, rebuild, resize, createImage, shelve
    }

    private func ask(for request: Request, of id: ServerID, on bench: CrashMatrix.Bench) async throws {
        switch request {
        case .suspend: try await bench.service.suspend(id, in: .everything, origin: bench.origin())
        case .rebuild: try await bench.rebuild(id)
        case .resize: try await bench.resize(id)
        case .createImage:
            _ = try await bench.service.createImage(
                NewServerImage(name: "late", kind: .snapshot, metadata: [:], hasMetadataLimit: false), of: id,
                in: .everything, origin: bench.origin())
        case .shelve: try await bench.service.shelve(id, in: .everything, origin: bench.origin())
        }
    }
}
