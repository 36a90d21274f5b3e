import Compute
import Store
import Testing

extension StoreConformance {
    static var listChecks: [Check] {
        [
            Check("the default list is newest first, of one project, in pages") { sample in
                for index in 0..<7 {
                    try await sample.create(sample.server("s\(index)"))
                    try await sample.create(sample.server("other", in: StoreSample.otherProject))
                }
                var names: [String] = []
                var marker: String?
                repeat {
                    var query = ServerQuery(
                        scope: .project(StoreSample.project), page: Page(limit: 3, marker: marker))
                    query.facets = .tags
                    let page = try await sample.stores.servers.servers(query).servers
                    names += page.map(\.name)
                    marker = page.count == 3 ? page.last?.id.text : nil
                } while marker != nil
                #expect(names == (0..<7).reversed().map { "s\($0)" })
            },
            Check("an unknown marker, or one of another project, is refused") { sample in
                let foreign = sample.server(in: StoreSample.otherProject)
                try await sample.create(foreign)
                for marker in ["nonsense", foreign.id.text] {
                    await #expect(throws: ComputeError.invalid("marker [\(marker)] not found")) {
                        try await sample.list {
                            $0.scope = .project(StoreSample.project)
                            $0.page.marker = marker
                        }
                    }
                }
            },
            Check("paging by any keys, directions and NULLs agrees with a naive model") { sample in
                let all = try await randomServers(40, in: sample)
                var random = SampleRandom(seed: 11)
                for _ in 0..<60 { try await comparePages(of: all, with: &random, in: sample) }
            },
            Check("a status finds exactly the servers that show it") { sample in
                let tasks = [nil] + TaskState.allCases.map(Optional.some)
                let servers = VMState.allCases.flatMap { state in
                    tasks.map { task in
                        sample.server {
                            $0.vmState = state; $0.taskState = task
                        }
                    }
                }
                _ = try await sample.stores.servers.create(try sample.plan(servers))
                for status in ServerStatus.allCases {
                    let found = try await sample.list {
                        $0.statuses = [status]
                        $0.showsSoftDeleted = true
                    }
                    let all = try await sample.list { $0.showsSoftDeleted = true }
                    #expect(found.map(\.id) == all.filter { $0.status == status }.map(\.id))
                }
                let idle = try await sample.list {
                    $0.taskStates = [nil, .spawning]
                    $0.showsSoftDeleted = true
                }
                #expect(idle.count == 2 * VMState.allCases.count)
                #expect(try await sample.list { $0.statuses = [] }.isEmpty)
            },
            Check("soft-deleted servers are listed when they are asked for, alone or with what is deleted") { sample in
                let now = sample.world.now()
                try await sample.create(
                    sample.server("living"), sample.server("aside") { $0.vmState = .softDeleted },
                    sample.server("gone") {
                        $0.vmState = .deleted
                        $0.deletedAt = now
                    })
                for (deleted, hidden, shown) in [
                    (ServerQuery.Deleted.without, ["living"], ["aside", "living"]),
                    (.with, ["gone", "aside", "living"], ["gone", "aside", "living"]),
                    (.only, ["gone"], ["gone", "aside"]),
                ] {
                    #expect(try await names(in: sample) { $0.deleted = deleted } == hidden)
                    let all = try await names(in: sample) {
                        $0.deleted = deleted
                        $0.showsSoftDeleted = true
                    }
                    #expect(all == shown)
                }
            },
            Check("text filters compare exactly or by pattern") { sample in
                try await sample.create(sample.server("Web-01") { $0.summary = "x" }, sample.server("db.01"))
                #expect(try await names(in: sample) { $0.text[.name] = .pattern("^web-[0-9]+$") } == ["Web-01"])
                #expect(try await names(in: sample) { $0.text[.name] = .pattern("B") } == ["db.01", "Web-01"])
                #expect(try await names(in: sample) { $0.text[.name] = .exactly("web-01") } == [])
                #expect(try await names(in: sample) { $0.text[.description] = .pattern("") } == ["Web-01"])
                #expect(
                    try await names(in: sample) { $0.text[.createdAt] = .pattern("^20..-") } == ["db.01", "Web-01"])
                await #expect(throws: ComputeError.self) { try await sample.list { $0.text[.name] = .pattern("(") } }
                for key in ServerQuery.TextKey.allCases {
                    #expect(try await sample.list { $0.text[key] = .exactly("no such value") }.isEmpty)
                }
            },
            Check("tag filters combine all, any, not all and not any") { sample in
                for tags in [["a"], ["a", "b"], ["b"], ["c"], []] {
                    try await sample.create(sample.server("s" + tags.joined()) { $0.tags = tags })
                }
                #expect(try await names(in: sample) { $0.allTags = ["a", "b"] } == ["sab"])
                #expect(try await names(in: sample) { $0.anyTags = ["a", "b"] } == ["sb", "sab", "sa"])
                #expect(try await names(in: sample) { $0.notAllTags = ["a", "b"] } == ["s", "sc", "sb", "sa"])
                #expect(try await names(in: sample) { $0.notAnyTags = ["a", "b"] } == ["s", "sc"])
            },
            Check("addresses are matched from their start") { sample in
                let network = try await sample.network()
                try await sample.create(sample.server("a"), sample.server("b"), ports: [port(on: network)])
                try await sample.create(sample.server("none"))
                #expect(try await names(in: sample) { $0.address = "192\\.0" } == ["b", "a"])
                #expect(try await names(in: sample) { $0.address = "192.0.2.3|10" } == ["b"])
                #expect(try await names(in: sample) { $0.address = "0.2" } == [])
                #expect(try await names(in: sample) { $0.address6 = ".*" } == [])
            },
            Check("flags, numbers and times filter") { sample in
                let server = sample.server("x") {
                    $0.configDrive = true; $0.progress = 5; $0.launchIndex = 2
                }
                try await sample.create(server, sample.server("y"))
                try await sample.change(server.id) { $0.lock = .set(ServerLock(holder: .owner, reason: nil)) }
                let changed = try await sample.show(server.id).updatedAt
                #expect(try await names(in: sample) { $0.isLocked = true } == ["x"])
                #expect(try await names(in: sample) { $0.isLocked = false } == ["y"])
                #expect(try await names(in: sample) { $0.configDrive = true } == ["x"])
                #expect(try await names(in: sample) { $0.progress = 5 } == ["x"])
                #expect(try await names(in: sample) { $0.launchIndex = 2 } == ["x"])
                #expect(try await names(in: sample) { $0.changedSince = changed } == ["x"])
                #expect(try await names(in: sample) { $0.changedBefore = changed } == ["y", "x"])
                #expect(try await names(in: sample) { $0.powerStates = [0] } == ["y", "x"])
                #expect(try await names(in: sample) { $0.vmStates = [.active] } == [])
                #expect(try await names(in: sample) { $0.page.limit = 0 } == [])
            },
            Check("a list shows a change at once, and facets only when asked for") { sample in
                let server = sample.server("before") {
                    $0.metadata = ["a": "b"]; $0.tags = ["t"]
                }
                try await sample.create(server)
                #expect(try await sample.list { $0.facets = .all }[0].metadata == ["a": "b"])
                try await sample.change(server.id) { $0.name = .set("after") }
                #expect(try await sample.list { $0.facets = .all }[0].name == "after")
                let bare = try await sample.list()[0]
                #expect(bare.metadata.isEmpty && bare.tags.isEmpty)
            },
        ]
    }

    private static func names(
        in sample: StoreSample, _ fill: (inout ServerQuery) -> Void
    ) async throws -> [String] {
        try await sample.list(fill).map(\.name)
    }

    private static func randomServers(_ count: Int, in sample: StoreSample) async throws -> [ServerRecord] {
        var random = SampleRandom(seed: 3)
        for _ in 0..<count {
            var server = sample.server(["a", "b", "c"].randomElement(using: &random) ?? "")
            server.summary = [nil, "x", "y"].randomElement(using: &random) ?? nil
            server.taskState = [nil, .spawning, .deleting].randomElement(using: &random) ?? nil
            server.progress = Int.random(in: 0...2, using: &random)
            server.launchedAt = Bool.random(using: &random) ? nil : Timestamp(microseconds: 5)
            try await sample.create(server)
        }
        return try await sample.list()
    }

    private static func comparePages(
        of all: [ServerRecord], with random: inout SampleRandom, in sample: StoreSample
    ) async throws {
        let keys: [ServerQuery.SortKey] = [
            .name, .description, .taskState, .progress, .launchedAt, .createdAt, .locked,
        ]
        let order = (0..<Int.random(in: 1...3, using: &random)).map { _ in
            ServerQuery.Order(
                key: keys.randomElement(using: &random) ?? .name,
                direction: Bool.random(using: &random) ? .ascending : .descending)
        }
        let size = Int.random(in: 1...9, using: &random)
        var seen: [ServerID] = []
        var marker: String?
        repeat {
            let page = try await sample.list {
                $0.order = order
                $0.page = Page(limit: size, marker: marker)
            }
            seen += page.map(\.id)
            marker = page.count == size ? page.last?.id.text : nil
        } while marker != nil
        #expect(seen == all.sorted { comes($0, before: $1, in: order) }.map(\.id), "\(order)")
    }

    private static func comes(_ left: ServerRecord, before right: ServerRecord, in order: [ServerQuery.Order]) -> Bool {
        for item in order {
            let (one, other) = (value(item.key, of: left), value(item.key, of: right))
            if one != other { return (one < other) == (item.direction == .ascending) }
        }
        return (left.number < right.number) == (order.last?.direction == .ascending)
    }

    /// A text that sorts as the key does; NULL first.
    private static func value(_ key: ServerQuery.SortKey, of server: ServerRecord) -> String {
        switch key {
        case .name: server.name
        case .description: server.summary ?? ""
        case .taskState: server.taskState?.rawValue ?? ""
        case .progress: "\(server.progress)"
        case .launchedAt: server.launchedAt == nil ? "" : "5"
        case .locked: server.lock == nil ? "0" : "1"
        default: "\(server.createdAt.microseconds)"
        }
    }
}
