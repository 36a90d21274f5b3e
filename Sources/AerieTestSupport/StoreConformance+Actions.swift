import Compute
import DurableActions
import FoundationEssentials
import Store
import Testing

extension StoreConformance {
    static var actionChecks: [Check] {
        [
            Check("the action log does what every action log has to do") { sample in
                try await actionLog(sample).run()
            },
            Check("an action's events are shown with their action, newest action first") { sample in
                let server = sample.server()
                try await sample.create(server)
                try await apply(.beginEvent("compute_one", host: StoreSample.host), of: server.id, in: sample)
                try await apply(.beginEvent("compute_two", host: nil), of: server.id, in: sample)
                try await apply(
                    .endEvent("compute_one", .success, details: nil, traceback: nil), of: server.id, in: sample)
                let stop = try sample.action("stop", on: server.id)
                _ = try await sample.stores.servers.change(server.id, in: .everything, facets: []) { _ in
                    ServerDecision(action: stop)
                }
                let list = try await sample.stores.servers.actions(of: server.id, ActionQuery(page: Page(limit: 10)))
                #expect(list.map(\.name) == ["stop", "create"])
                #expect(list.map(\.hasFailed) == [false, false])
                #expect(list[0].updatedAt == nil)
                #expect(list[0].requestID == stop.origin.requestID)
                let create = try #require(try await sample.stores.servers.action(list[1].requestID, of: server.id))
                #expect(create.events.map(\.name) == ["compute_one", "compute_two"])
                #expect(create.events.map(\.result) == [.success, nil])
                #expect(create.events[0].host == StoreSample.host)
                #expect(create.updatedAt != nil)
                #expect(try await sample.stores.servers.action("req-none", of: server.id) == nil)
            },
            Check("a failure before its event began is shown all the same") { sample in
                let server = sample.server()
                try await sample.create(server)
                try await apply(
                    .endEvent("compute_x", .error, details: "d", traceback: "t"), of: server.id, in: sample)
                let list = try await sample.stores.servers.actions(of: server.id, ActionQuery(page: Page(limit: 10)))
                #expect(list[0].hasFailed)
                let action = try #require(try await sample.stores.servers.action(list[0].requestID, of: server.id))
                #expect(action.events.map(\.result) == [.error])
                #expect(action.events[0].details == "d")
                #expect(action.events[0].traceback == "t")
            },
            Check("instance actions are paged by request and filtered by time") { sample in
                let server = sample.server()
                try await sample.create(server)
                for index in 0..<4 {
                    let action = try sample.action("a\(index)", on: server.id)
                    _ = try await sample.stores.servers.change(server.id, in: .everything, facets: []) { _ in
                        ServerDecision(action: action)
                    }
                }
                let store = sample.stores.servers
                let first = try await store.actions(of: server.id, ActionQuery(page: Page(limit: 2)))
                #expect(first.map(\.name) == ["a3", "a2"])
                let second = try await store.actions(
                    of: server.id, ActionQuery(page: Page(limit: 2, marker: first[1].requestID)))
                #expect(second.map(\.name) == ["a1", "a0"])
                let since = try await store.actions(
                    of: server.id, ActionQuery(page: Page(limit: 9), changedSince: second[0].startedAt))
                #expect(since.map(\.name) == ["a3", "a2", "a1"])
                await #expect(throws: ComputeError.invalid("marker [x] not found")) {
                    _ = try await store.actions(of: server.id, ActionQuery(page: Page(limit: 2, marker: "x")))
                }
            },
            Check("a step changes its server in the same transaction") { sample in
                let server = sample.server()
                try await sample.create(server)
                let launched = sample.world.now()
                let change = ServerChange {
                    $0.vmState = .set(.active)
                    $0.taskState = .set(nil)
                    $0.launchedAt = .set(launched)
                    $0.fault = .set(ServerFault(code: 1, message: "m", details: "", createdAt: launched))
                }
                try await apply(.server(server.id, change), of: server.id, in: sample)
                let found = try await sample.show(server.id)
                #expect(found.status == .active)
                #expect(found.launchedAt == launched)
                #expect(found.fault?.message == "m")
                #expect(try await sample.list { $0.statuses = [.active] }.map(\.id) == [server.id])
            },
        ]
    }

    private static func actionLog(_ sample: StoreSample) async throws -> ActionLogConformance<SQLActionLog> {
        let servers = [sample.server("one"), sample.server("two")]
        _ = try await sample.stores.servers.create(
            ServerCreation(servers: servers, ports: [], actions: [], minimumCount: 2, limits: sample.unlimited))
        let log = sample.stores.actions
        return ActionLogConformance(
            log: log, subjects: (servers[0].id.text, servers[1].id.text),
            insert: { new in
                let origin = Origin(requestID: "req-\(new.id)", userID: nil, projectID: nil, passesLocks: true)
                _ = try await sample.stores.servers.change(ServerID(new.subject), in: .everything, facets: []) { _ in
                    ServerDecision(action: NewServerAction(action: new, name: "sample", origin: origin))
                }
            },
            change: .beginEvent("counted", host: nil),
            refusedChange: .server(ServerID("no such server"), ServerChange { $0.progress = .set(1) }),
            timesStored: { try await eventCount(of: servers.map(\.id), in: sample) },
            history: { try await log.steps(of: $0) }, stored: { try await log.row($0) })
    }

    private static func eventCount(of servers: [ServerID], in sample: StoreSample) async throws -> Int {
        var count = 0
        for server in servers {
            for item in try await sample.stores.servers.actions(of: server, ActionQuery(page: Page(limit: 1_000))) {
                let action = try await sample.stores.servers.action(item.requestID, of: server)
                count += action?.events.count ?? 0
            }
        }
        return count
    }
}
