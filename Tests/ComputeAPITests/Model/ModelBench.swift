import AerieTestSupport
import Compute
import DurableActions
import FoundationEssentials
import HTTPTypes
import HummingbirdTesting
import Logging
import Store
import Synchronization
import Testing
import WireJSON

/// The product beside the model: every operation is done to both.
final class ModelBench {
    static let version = "2.96"

    let cloud: TestCompute
    let client: any TestClientProtocol
    private(set) var model: ModelCloud
    private(set) var tally = ModelTally()
    private let log: GatedLog
    private let runner: ActionRunner<ComputeChange>
    private let broken: Broken

    private init(_ cloud: TestCompute, _ client: any TestClientProtocol, _ settings: ModelSettings) throws {
        self.cloud = cloud
        self.client = client
        model = ModelCloud(settings)
        let log = GatedLog(cloud.stores.actions)
        let runner = try cloud.runner(log)
        (self.log, self.runner, broken) = (log, runner, Broken(cloud))
        cloud.waker.tell { runner.wake($0.text) }
    }

    /// A cloud of its own for one sequence of operations.
    /// - Parameter next: chooses an operation by what the model says; nil ends the sequence.
    static func run(
        _ wanted: ModelSettings, _ next: @escaping @Sendable (ModelCloud) -> ModelOperation?
    ) async throws -> ModelResult {
        var result: ModelResult?
        try await TestCompute.withServers(
            { settings in
                settings.reclaimInterval = wanted.defersDeletion ? 3600 : 0
                settings.shelvedOffloadTime = wanted.offloadsAtOnce ? 0 : -1
                settings.serviceDownAfter = 1_000_000
                settings.limits.instances = ModelCloud(wanted).instanceLimit
                (settings.limits.cores, settings.limits.ram) = (-1, -1)
                settings.shutdownTimeout = .seconds(2)
                settings.softRebootTimeout = .seconds(2)
            }, serving: TestCompute.modelResources
        ) { cloud in
            try await cloud.furnishForModel()
            result = try await cloud.withClient { client in try await ModelBench(cloud, client, wanted).run(next) }
        }
        return try #require(result)
    }

    private func run(_ next: (ModelCloud) -> ModelOperation?) async throws -> ModelResult {
        let runner = runner
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await runner.run() }
            let result = await operate(next)
            cloud.waker.tell(nil)
            log.open()
            runner.stop()
            try await group.waitForAll()
            return result
        }
    }

    private func operate(_ next: (ModelCloud) -> ModelOperation?) async -> ModelResult {
        var done: [ModelOperation] = []
        while let operation = next(model) {
            done.append(operation)
            do {
                if let divergence = try await perform(operation) {
                    return ModelResult(operations: done, divergence: divergence, tally: tally)
                }
            } catch {
                return ModelResult(operations: done, divergence: "\(operation): \(error)", tally: tally)
            }
        }
        tally.end(model)
        return ModelResult(operations: done, divergence: nil, tally: tally)
    }

    // MARK: One operation

    /// - Returns: how product and model differ, if they do.
    private func perform(_ operation: ModelOperation) async throws -> String? {
        cloud.clock.advance(seconds: 1)
        switch operation.kind {
        case .move(let isBroken): try await move(operation.slot, isBroken: isBroken)
        case .settle:
            while let server = model.servers[operation.slot], !server.isSettled {
                guard try await comesToGate(server.id) else {
                    return "\(operation): the model has \(server.runs.map(\.action)), the product nothing to do"
                }
                try await move(operation.slot, isBroken: false)
            }
        case .obey(let obeys):
            guard let server = model.servers[operation.slot], server.guest != nil else { return nil }
            cloud.driver.change { $0.guests[ServerID(server.id)]?.obeysShutdown = obeys }
            model.obey(obeys, operation.slot)
        case .create, .act, .image, .backup, .delete, .lock, .unlock, .reset, .setMetadata, .removeMetadata, .addTag,
            .removeTag, .replaceTags, .removeTags, .nonsense:
            if let divergence = try await request(operation) { return divergence }
        }
        return try await difference(of: operation.slot).map { "\(operation): \($0)" }
    }

    private func request(_ operation: ModelOperation) async throws -> String? {
        let old = model.servers[operation.slot]
        if case .create = operation.kind, old?.isGone == false { return nil }
        let response = try await send(operation, to: old)
        let id = response.json?[key: "server"]?[key: "id"]?.text
        let expected = model.answer(operation, id: id)
        tally.count(operation, response.status.code)
        let found = ModelCloud.Expected(
            status: response.status.code, words: expected.words.map { _ in response.message ?? "" })
        guard found == expected else { return "\(operation): the model says \(expected), the product \(found)" }
        if let id = model.servers[operation.slot]?.id { try await heed(id) }
        return nil
    }

    /// Waits on no thread of those that bring an action to the gate.
    /// - Returns: false when none came in a long time.
    private func comesToGate(_ id: String) async throws -> Bool {
        let end = ContinuousClock.now.advanced(by: .seconds(60))
        while !log.isStanding(id) {
            guard ContinuousClock.now < end else { return false }
            try await Task.sleep(for: .milliseconds(1))
        }
        return true
    }

    /// Returns when the runner knows of the request, and what it runs of the server stands at the gate.
    private func heed(_ id: String) async throws {
        let runner = runner
        await log.untilTold(id) { runner.wake(id) }
        if try await isBusy(id) { await log.untilStanding(id) }
    }

    private func move(_ slot: Int, isBroken: Bool) async throws {
        guard let server = model.servers[slot], !server.isSettled, log.isStanding(server.id) else { return }
        let call = isBroken ? model.breakable(slot) : nil
        broken.set(call)
        defer { broken.set(nil) }
        tally.moves += 1
        if await log.pass(server.id) == .ended, try await isBusy(server.id) { await log.untilStanding(server.id) }
        model.move(slot, isBroken: call != nil)
    }

    func isBusy(_ id: String) async throws -> Bool {
        try await !cloud.stores.actions.openRows(subject: id, host: TestCompute.host.text).isEmpty
    }
}

/// Makes calls to the host fail.
private final class Broken: Sendable {
    private let call = Mutex<String?>(nil)

    init(_ cloud: TestCompute) {
        cloud.driver.interpose { [self] name throws(HypervisorError) in
            if has(name) { throw .failed("The \(name) failed.") }
        }
        cloud.disks.interpose { [self] name throws(ComputeError) in
            if has(name) { throw .failure("The \(name) failed.") }
        }
    }

    func set(_ name: String?) {
        call.withLock { $0 = name }
    }

    private func has(_ name: String) -> Bool { call.withLock { $0 == name } }
}

extension ModelCloud {
    fileprivate mutating func obey(_ obeys: Bool, _ slot: Int) {
        servers[slot]?.guest?.obeysShutdown = obeys
    }
}
