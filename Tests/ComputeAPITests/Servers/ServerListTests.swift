import AerieTestSupport
import Compute
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import Store
import Testing
import WireJSON

/// Which servers a list shows: filters, order, pages, and what only administrators may ask for.
@Suite struct ServerListTests {
    private func names(_ response: TestResponse) -> [String]? {
        response.json?[key: "servers"]?.array?.compactMap { $0[key: "name"]?.text }
    }

    /// server-1 … server-5 of the project, from oldest to newest, and server-9 of another project.
    private func with(_ body: (TestCompute) async throws -> Void) async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1, ports: true) { $0.tags = ["red", "blue"] }
            cloud.clock.advance(seconds: 60)
            try await cloud.add(2) { server in
                server.vmState = .stopped
                server.powerState = .shutdown
                server.tags = ["red"]
                server.lock = ServerLock(holder: .owner, reason: nil)
            }
            cloud.clock.advance(seconds: 60)
            try await cloud.add(3) { server in
                server.vmState = .error
                server.hostname = "special-host"
                server.configDrive = true
                server.keyName = "key"
            }
            cloud.clock.advance(seconds: 60)
            try await cloud.add(4) { $0.taskState = .rebooting }
            cloud.clock.advance(seconds: 60)
            try await cloud.add(5) { server in
                server.vmState = .deleted
                server.deletedAt = cloud.clock.now
            }
            try await cloud.add(9) { $0.projectID = TestCompute.otherProject }
            try await body(cloud)
        }
    }

    private static let all = ["server-4", "server-3", "server-2", "server-1"]

    @Test("A list holds the project's servers, newest first, without deleted ones")
    func plain() async throws {
        try await with { cloud in
            for sender in [TestCompute.Sender.admin, .member, .reader] {
                let own = try await cloud.send(.get, "servers", as: sender)
                #expect(names(own) == Self.all)
            }
            #expect(try await names(cloud.send(.get, "servers", as: .stranger)) == ["server-9"])
            #expect(try await cloud.send(.get, "servers", as: .nobody).status == .unauthorized)
        }
    }

    struct Filter: Sendable, CustomTestStringConvertible {
        let query: String
        var version = "2.104"
        var sender = TestCompute.Sender.member
        let names: [String]
        var testDescription: String { "\(query) at \(version) as \(sender)" }
    }

    static let filters = [
        Filter(query: "name=server-[12]", names: ["server-2", "server-1"]),
        Filter(query: "name=SERVER-2", version: "2.1", names: ["server-2"]),
        Filter(query: "status=active", names: ["server-1"]),
        Filter(query: "status=SHUTOFF&status=error", names: ["server-3", "server-2"]),
        Filter(query: "status=reboot", names: ["server-4"]),
        Filter(query: "status=nonsense", version: "2.37", names: []),
        Filter(query: "image=\(TestCompute.image)", names: all),
        Filter(query: "image=70a599e0-31e7-49b7-b260-000000000000", names: []),
        Filter(query: "flavor=1", names: all),
        Filter(query: "flavor=2", names: []),
        Filter(query: "reservation_id=r-3f", names: all),
        Filter(query: "ip=192.0.2", names: ["server-1"]),
        Filter(query: "ip=0.2", names: []),
        Filter(query: "ip6=2001", version: "2.5", names: []),
        Filter(query: "ip6=2001", version: "2.4", names: all),
        Filter(query: "ip6=2001", version: "2.4", sender: .admin, names: []),
        Filter(query: "tags=red", version: "2.26", names: ["server-2", "server-1"]),
        Filter(query: "tags=red,blue", version: "2.26", names: ["server-1"]),
        Filter(query: "tags-any=red,blue", names: ["server-2", "server-1"]),
        Filter(query: "not-tags=red,blue", names: ["server-4", "server-3", "server-2"]),
        Filter(query: "not-tags-any=red,blue", names: ["server-4", "server-3"]),
        Filter(query: "tags=red", version: "2.25", names: all),
        Filter(query: "locked=true", version: "2.73", names: ["server-2"]),
        Filter(query: "locked=0", version: "2.73", names: ["server-4", "server-3", "server-1"]),
        Filter(query: "locked=true", version: "2.72", names: all),
        Filter(query: "vm_state=stopped", version: "2.83", names: ["server-2"]),
        Filter(query: "vm_state=stopped", version: "2.82", names: all),
        Filter(query: "vm_state=stopped", version: "2.82", sender: .admin, names: ["server-2"]),
        Filter(query: "vm_state=nonsense", names: []),
        Filter(query: "task_state=rebooting", names: ["server-4"]),
        Filter(query: "power_state=4", names: ["server-2"]),
        Filter(query: "config_drive=True", names: ["server-3"]),
        Filter(query: "config_drive=True", version: "2.82", names: all),
        Filter(query: "key_name=ke", names: ["server-3"]),
        Filter(query: "hostname=special", version: "2.90", names: ["server-3"]),
        Filter(query: "hostname=special", version: "2.89", names: all),
        Filter(query: "hostname=special", version: "2.1", sender: .admin, names: ["server-3"]),
        Filter(query: "host=host-1", sender: .admin, names: all),
        Filter(query: "host=host-2", names: all),
        Filter(query: "host=host-2", sender: .admin, names: []),
        Filter(query: "uuid=\(TestCompute.id(3))", sender: .admin, names: ["server-3"]),
        Filter(query: "user_id=nobody", names: []),
        Filter(
            query: "changes-since=2026-11-21T07:12:00Z", version: "2.1", names: ["server-5", "server-4", "server-3"]),
        Filter(
            query: "changes-since=2026-11-21T07:12:00Z&deleted=false", sender: .admin, names: ["server-4", "server-3"]),
        Filter(query: "changes-before=2026-11-21T07:10:30Z", version: "2.66", names: ["server-1"]),
        Filter(query: "changes-before=2026-11-21T07:10:30Z", version: "2.65", names: all),
        Filter(query: "deleted=true", sender: .admin, names: ["server-5"]),
        Filter(query: "deleted=true", names: all),
        Filter(query: "deleted=nonsense", sender: .admin, names: all),
        Filter(query: "status=deleted", sender: .admin, names: ["server-5"]),
        Filter(query: "tenant_id=\(TestCompute.otherProject)", sender: .admin, names: all),
        Filter(query: "all_tenants=1&tenant_id=\(TestCompute.otherProject)", sender: .admin, names: ["server-9"]),
        Filter(query: "all_tenants=1", sender: .admin, names: ["server-9"] + all),
        Filter(query: "all_tenants", sender: .admin, names: ["server-9"] + all),
        Filter(query: "all_tenants=0", names: all),
        Filter(query: "unknown=1&metadata=x&_private=x", version: "2.74", names: all),
        Filter(query: "unknown=1&name=", version: "v2", names: all),
        Filter(query: "sort_key=display_name&sort_dir=asc", names: all.reversed()),
        Filter(
            query: "sort_key=vm_state&sort_key=display_name&sort_dir=desc&sort_dir=asc",
            names: ["server-2", "server-3", "server-1", "server-4"]),
        Filter(query: "sort_dir=asc", names: all.reversed()),
        Filter(query: "sort_key=vcpus&sort_dir=asc", version: "2.74", names: all),
        Filter(
            query: "sort_key=locked&sort_key=created_at&sort_dir=desc&sort_dir=asc", version: "2.73",
            names: ["server-2", "server-1", "server-3", "server-4"]),
        Filter(query: "sort_key=host&sort_key=uuid&sort_dir=asc", sender: .admin, names: all.reversed()),
        Filter(query: "limit=2", names: ["server-4", "server-3"]),
        Filter(query: "limit=2&marker=\(TestCompute.id(3))", names: ["server-2", "server-1"]),
        Filter(query: "limit=0", names: []),
    ]

    @Test("Filters, orders and pages choose servers", arguments: filters)
    func filter(_ filter: Filter) async throws {
        try await with { cloud in
            for path in ["servers", "servers/detail"] {
                let response = try await cloud.send(
                    .get, "\(path)?\(filter.query)", as: filter.sender, version: filter.version)
                #expect(response.status == .ok, "\(response.text)")
                #expect(names(response) == filter.names)
            }
        }
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let query: String
        var version = "2.104"
        var sender = TestCompute.Sender.member
        var status = 400
        /// A part of the message.
        let says: String
        var testDescription: String { "\(query) at \(version) as \(sender)" }
    }

    static let refusals = [
        Refusal(query: "unknown=1", version: "2.75", says: "'unknown' was unexpected"),
        Refusal(query: "tags=red&flavour=1", says: "'flavour' was unexpected"),
        Refusal(query: "name=[", says: "query parameters name"),
        Refusal(query: "name=", version: "2.1", says: "query parameters name"),
        Refusal(query: "name=server%00x", says: "query parameters name. It must not hold a NUL character"),
        Refusal(query: "name=server%00x", version: "v2", says: "query parameters name"),
        Refusal(query: "status=ACTIVE%00", version: "2.1", says: "query parameters status"),
        Refusal(query: "tags=a%00", says: "query parameters tags"),
        Refusal(query: "marker=%00", says: "query parameters marker"),
        Refusal(query: "status=nonsense", version: "2.38", says: "Invalid status value"),
        Refusal(query: "status=deleted", status: 403, says: "Only administrators"),
        Refusal(query: "locked=maybe", says: "query parameters locked"),
        Refusal(query: "all_tenants=perhaps", says: "query parameters all_tenants"),
        Refusal(query: "all_tenants=1", status: 403, says: "get_all_tenants"),
        Refusal(query: "limit=-1", says: "query parameters limit"),
        Refusal(query: "limit=abc", version: "v2", says: "query parameters limit"),
        Refusal(query: "marker=nothing", says: "marker [nothing] not found"),
        Refusal(query: "changes-since=yesterday", says: "query parameters changes-since"),
        Refusal(query: "changes-since=2026-11-22T00:00:00Z&changes-before=2026-11-21T00:00:00Z", says: "changes-since"),
        Refusal(query: "sort_key=colour", version: "2.1", says: "query parameters sort_key"),
        Refusal(query: "sort_key=vcpus", version: "2.75", says: "query parameters sort_key"),
        Refusal(query: "sort_dir=up", says: "query parameters sort_dir"),
        Refusal(query: "sort_key=uuid&sort_dir=asc&sort_dir=asc", says: "Sort direction size"),
        Refusal(query: "sort_key=host", status: 403, says: "administrators"),
        Refusal(query: "metadata=x", sender: .admin, says: "Invalid filter field: metadata."),
        Refusal(query: "_private=x", sender: .admin, says: "Invalid filter field: _private."),
    ]

    @Test("A query that can't be answered is refused by name", arguments: refusals)
    func refuse(_ refusal: Refusal) async throws {
        try await with { cloud in
            let response = try await cloud.send(
                .get, "servers?\(refusal.query)", as: refusal.sender, version: refusal.version)
            #expect(response.status.code == refusal.status)
            #expect(response.message?.contains(refusal.says) == true, "\(response.text)")
        }
    }

    @Test("Following the links of short pages meets every server once")
    func pages() async throws {
        try await with { cloud in
            var next: String? = "servers?limit=3&sort_key=vm_state"
            var seen: [String] = []
            while let path = next {
                let response = try await cloud.send(.get, path, version: "2.104")
                seen += names(response) ?? []
                let link = response.json?[key: "servers_links"]?.array?.first?[key: "href"]?.text
                next = link.map { $0.replacing("http://localhost/v2.1/", with: "") }
                #expect(seen.count <= 4)
            }
            #expect(seen.sorted() == Self.all.reversed())
        }
    }

    @Test("A list that is asked for again shows what the caller may see, and what has changed since")
    func again() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            let data = String(repeating: "QUJD", count: 1_300)
            cloud.clock.advance(seconds: 1)
            try await cloud.add(2) { $0.userData = data }
            func list(
                _ sender: TestCompute.Sender, _ key: String, _ version: String = "2.104"
            ) async throws -> [String?] {
                let answer = try await cloud.send(.get, "servers/detail", as: sender, version: version)
                return answer.json?[key: "servers"]?.array?.map { $0[key: key]?.text } ?? []
            }
            for _ in 0..<2 {
                #expect(try await list(.member, "host_status") == [nil, nil])
                #expect(try await list(.admin, "host_status") == ["UP", "UP"])
                #expect(try await list(.admin, "OS-EXT-SRV-ATTR:user_data") == [data, nil])
                #expect(try await list(.member, "OS-EXT-SRV-ATTR:user_data") == [nil, nil])
                #expect(try await list(.admin, "host_status", "2.15") == [nil, nil])
                #expect(try await list(.stranger, "id").isEmpty)
            }
            cloud.clock.advance(seconds: 61)
            #expect(try await list(.admin, "host_status") == ["UNKNOWN", "UNKNOWN"])
            try await cloud.stores.hosts.setDisabled(true, reason: nil, of: TestCompute.host)
            #expect(try await list(.admin, "host_status") == ["MAINTENANCE", "MAINTENANCE"])
            let second = try #require(await list(.member, "id").last ?? nil)
            _ = try await cloud.send(.put, "servers/\(second)", body: #"{"server": {"name": "renamed"}}"#)
            #expect(try await list(.member, "name").last == "renamed")
        }
    }

    @Test("The old place of servers lists the same, with links to the new one")
    func alias() async throws {
        try await with { cloud in
            let response = try await cloud.send(.get, "os-volumes_boot/detail?limit=2", version: "2.102")
            #expect(names(response) == ["server-4", "server-3"])
            #expect(
                response.json?[key: "servers_links"]?.array?.first?[key: "href"]?.text
                    == "http://localhost/v2.1/servers/detail?limit=2&marker=\(TestCompute.id(3))")
            #expect(try await cloud.send(.get, "os-volumes_boot", version: "2.103").status == .notFound)
        }
    }
}
