import Foundation
import Synchronization

extension Bench {
    /// How fast requests to create servers are accepted, while those accepted before are being built.
    func measureAccepting(sequential: Int, connections: Int, each: Int) throws {
        let create = try createRequest(networks: "none")
        let admin = try admin()
        let floor = try DurableWrites.perSecond(directory: daemon.directory, samples: 200)
        var servers: [String] = []
        let alone = try timed {
            for _ in 0..<sequential { servers.append(try admin.createServer(create)) }
        }
        table.add(
            Figure(
                name: "create accepted (202), one connection; floor: durable writes of a page",
                ours: Double(sequential) / alone,
                floor: floor, unit: .perSecond))
        try admin.deleteAll(servers)
        let (accepted, seconds) = try acceptSideBySide(create, connections: connections, each: each)
        table.add(
            Figure(
                name: "create accepted (202), \(connections) connections; floor: durable writes of a page",
                ours: Double(accepted.count) / seconds, floor: floor, unit: .perSecond))
        try admin.deleteAll(accepted)
    }

    private func acceptSideBySide(
        _ create: [UInt8], connections: Int, each: Int
    ) throws -> (servers: [String], seconds: Double) {
        let callers = try (0..<connections).map { _ in UncheckedBox(try admin().another()) }
        let found = Mutex<(servers: [String], failure: BenchmarkError?)>(([], nil))
        let group = DispatchGroup()
        let seconds = timed {
            for caller in callers {
                group.enter()
                // Threads rather than tasks: each blocks on its socket.
                Thread.detachNewThread {
                    defer { group.leave() }
                    for _ in 0..<each {
                        let result = Result { try caller.value.createServer(create) }
                        found.withLock { found in
                            switch result {
                            case .success(let id): found.servers.append(id)
                            case .failure(let error): found.failure = BenchmarkError("\(error)")
                            }
                        }
                    }
                }
            }
            group.wait()
        }
        let (servers, failure) = found.withLock { $0 }
        if let failure { throw failure }
        return (servers, seconds)
    }
}

/// Hands a value to the one thread that uses it from then on.
private struct UncheckedBox<Value>: @unchecked Sendable {
    let value: Value

    init(_ value: Value) {
        self.value = value
    }
}
