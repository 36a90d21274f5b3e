import APISchema
import ComputeAPI
import HTTPTypes
import Synchronization
import Testing

@testable import HTTPAPI

@Suite struct RoutingTests {
    @Test("every served operation is routed at its versions and at no other")
    func served() async throws {
        let routes = try await Self.routes()
        for operation in try ContractOperation.all() where operation.isServed {
            let found = Microversion.all.filter { routes.table.serves(operation, at: $0) }
            let wanted = Microversion.all.filter(operation.versions.contains)
            #expect(found == wanted, "\(operation.title)")
        }
    }

    @Test("no operation is routed before it can be served")
    func later() async throws {
        let routes = try await Self.routes()
        for operation in try ContractOperation.all() where !operation.isServed {
            #expect(!Microversion.all.contains { routes.table.serves(operation, at: $0) }, "\(operation.title)")
        }
    }

    @Test("every endpoint is an operation of the contract")
    func known() async throws {
        let known = Set(try ContractOperation.all().map { Self.shape($0.title) })
        for title in try await Self.routes().titles {
            #expect(known.contains(Self.shape(title)), "\(title)")
        }
    }

    @Test("the tables have no overlaps and no gaps")
    func sound() async throws {
        #expect(try await Self.routes().table.problems.isEmpty)
    }

    private struct Routes: Sendable {
        let table: RouteTable
        let titles: [String]
    }

    private static func routes() async throws -> Routes {
        let found = Mutex<Routes?>(nil)
        let build: (TestComputeParts) -> [any Resource] = { parts in
            let resources = TestCompute.serverResources(parts) + TestCompute.otherResources(parts)
            let titles = resources.flatMap { resource in
                resource.endpoints.map {
                    "\($0.method.rawValue) \($0.path ?? resource.actionPath)\($0.action.map { " \($0)" } ?? "")"
                }
            }
            found.withLock { $0 = Routes(table: RouteTable(resources), titles: titles) }
            return resources
        }
        try await TestCompute.with(serving: build) { _ in }
        return try #require(found.withLock { $0 })
    }

    /// The names of parameters don't matter.
    private static func shape(_ title: String) -> String {
        title.split(separator: "/").map { segment in
            guard segment.hasPrefix("{") else { return String(segment) }
            return "{}" + segment.drop { $0 != "}" }.dropFirst()
        }.joined(separator: "/")
    }
}

extension RouteTable {
    fileprivate func serves(_ operation: ContractOperation, at version: Microversion) -> Bool {
        guard let match = find(operation.method, operation.segments[...]) else { return false }
        guard let action = operation.action else { return match.operations.plain?[version] != nil }
        return match.operations.actions[action]?[version] != nil
    }
}
