import Compute
import HTTPTypes
import HummingbirdTesting
import Testing
import WireJSON

@Suite struct HostTests {
    @Test(
        "hypervisors that can't be found or asked for are refused",
        arguments: [
            ("2.1", "os-hypervisors/9", HTTPResponse.Status.notFound), ("2.52", "os-hypervisors/x", .notFound),
            ("v2", "os-hypervisors/x", .notFound), ("2.53", "os-hypervisors/1", .badRequest),
            ("2.53", "os-hypervisors/b1e43b5f-eec1-44e0-9f10-000000000000", .notFound),
            ("2.1", "os-hypervisors/nothing/search", .notFound), ("2.1", "os-hypervisors/nothing/servers", .notFound),
            ("2.53", "os-hypervisors/node/search", .notFound), ("2.53", "os-hypervisors/node/servers", .notFound),
            ("2.88", "os-hypervisors/statistics", .notFound), ("2.1", "os-hypervisors/2/uptime", .badRequest),
            ("2.53", "os-hypervisors/1/uptime", .badRequest), ("2.33", "os-hypervisors?marker=x", .badRequest),
            ("2.33", "os-hypervisors?marker=9", .badRequest), ("2.53", "os-hypervisors?marker=1", .badRequest),
            ("2.53", "os-hypervisors?hypervisor_hostname_pattern=nothing", .notFound),
            ("2.53", "os-hypervisors?hypervisor_hostname_pattern=a*b", .badRequest),
            ("2.53", "os-hypervisors?hypervisor_hostname_pattern=node&limit=1", .badRequest),
            ("2.53", "os-hypervisors/detail?hypervisor_hostname_pattern=node&marker=1", .badRequest),
            ("2.53", "os-hypervisors?limit=1&limit=2", .badRequest), ("2.53", "os-hypervisors?color=red", .badRequest),
            ("2.53", "os-hypervisors?with_servers=maybe", .badRequest), ("2.52", "os-hypervisors?color=red", .ok),
            ("2.52", "os-hypervisors/1?with_servers=maybe", .ok), ("2.32", "os-hypervisors?limit=x", .ok),
            ("2.53", "os-hypervisors/b1e43b5f-eec1-44e0-9f10-7b4945c0226d?color=red", .badRequest),
            ("2.104", "os-hypervisors/b1e43b5f-eec1-44e0-9f10-7b4945c0226d/uptime", .notFound),
        ])
    func refused(version: String, path: String, status: HTTPResponse.Status) async throws {
        try await TestCompute.withHosts { cloud in
            let answer = try await cloud.send(.get, path, as: .admin, version: version)
            #expect(answer.status == status)
        }
    }

    @Test("pages of hypervisors follow each other by number, then by uuid", arguments: ["2.33", "2.53"])
    func pages(version: String) async throws {
        try await TestCompute.withHosts { cloud in
            let first = try await cloud.send(.get, "os-hypervisors?limit=1", as: .admin, version: version)
            let href = first.json?[key: "hypervisors_links"]?.array?.first?[key: "href"]?.text
            let path = try #require(href?.split(separator: "/v2.1/").last)
            let second = try await cloud.send(.get, String(path), as: .admin, version: version)
            let names = second.json?[key: "hypervisors"]?.array?.map { $0[key: "hypervisor_hostname"] }
            #expect(names == ["node-2"])
        }
    }

    @Test("a pattern picks hypervisors by a part of their name")
    func pattern() async throws {
        try await TestCompute.withHosts { cloud in
            let path = "os-hypervisors?hypervisor_hostname_pattern=e-2&with_servers=true"
            let answer = try await cloud.send(.get, path, as: .admin, version: "2.75")
            #expect(answer.json?[key: "hypervisors"]?.array?.count == 1)
            #expect(answer.json?[key: "hypervisors"]?.array?.first?[key: "servers"] == [])
        }
    }

    @Test(
        "hosts are the administrators' business",
        arguments: [
            "os-hypervisors", "os-hypervisors/detail", "os-hypervisors/statistics", "os-hypervisors/1",
            "os-hypervisors/1/uptime", "os-hypervisors/node/search", "os-hypervisors/node/servers", "os-services",
            "os-availability-zone/detail",
        ])
    func forbidden(path: String) async throws {
        try await TestCompute.withHosts { cloud in
            let answer = try await cloud.send(.get, path, version: "2.1")
            #expect(answer.status == .forbidden)
        }
    }

    @Test(
        "services are picked exactly by host and binary",
        arguments: [
            ("host=host-1", 1), ("host=host", 0), ("binary=nova-compute", 3), ("binary=nova-scheduler", 0),
            ("host=host-2&binary=nova-compute", 1), ("color=red", 3),
        ])
    func services(query: String, count: Int) async throws {
        try await TestCompute.withHosts { cloud in
            let answer = try await cloud.send(.get, "os-services?\(query)", as: .admin, version: "2.74")
            #expect(answer.json?[key: "services"]?.array?.count == count)
        }
    }

    @Test(
        "unknown query keys are refused where the version says so",
        arguments: [
            ("2.75", "os-services"), ("2.102", "os-availability-zone"), ("2.102", "os-availability-zone/detail"),
            ("2.75", "limits"), ("2.102", "extensions"), ("2.102", "extensions/NMN"), ("2.102", "flavors/1"),
        ])
    func strictQueries(version: String, path: String) async throws {
        try await TestCompute.withHosts { cloud in
            let answer = try await cloud.send(.get, path + "?color=red", as: .admin, version: version)
            #expect(answer.status == .badRequest)
        }
    }
}
