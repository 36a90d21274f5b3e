import Compute
import HTTPTypes
import Identity
import Testing
import WireJSON

@Suite("The Network API")
struct NetworkTests {
    private static func ids(_ response: JSONResponse, _ key: String) -> [String] {
        response[key]?.array?.compactMap { $0[key: "id"]?.text } ?? []
    }

    @Test("networks are shown with Neutron's attributes")
    func networks() async throws {
        let cloud = try await CompanionCloud()
        let token = try await cloud.token(cloud.alice)
        try await cloud.run { client in
            let list = try await client.send(.get, "/network/v2.0/networks", token: token)
            #expect(Self.ids(list, "networks") == [Samples.network.text])
            let shown = try await client.send(.get, "/network/v2.0/networks/\(Samples.network)", token: token)
            #expect(shown["network"] == list["networks", 0])
            for (key, value) in [
                ("name", "private"), ("status", "ACTIVE"), ("shared", true), ("router:external", false), ("mtu", 1500),
                ("admin_state_up", true), ("subnets", [.string(Samples.subnet.text)]), ("tenant_id", "admin"),
                ("project_id", "admin"),
            ] as [(String, JSONValue)] {
                #expect(shown["network", key] == value, "\(key)")
            }
        }
    }

    @Test("a network is found by its name and not by its name as id")
    func find() async throws {
        let cloud = try await CompanionCloud()
        let token = try await cloud.token(cloud.alice)
        try await cloud.run { client in
            let byID = try await client.send(.get, "/network/v2.0/networks/private", token: token)
            #expect(byID.status == 404)
            #expect(byID["NeutronError", "type"] == "NetworkNotFound")
            #expect(byID["NeutronError", "message"] == "Network private could not be found.")
            #expect(byID["NeutronError", "detail"] == "")
            let byName = try await client.send(.get, "/network/v2.0/networks?name=private", token: token)
            #expect(Self.ids(byName, "networks") == [Samples.network.text])
        }
    }

    @Test("networks of other projects are seen by administrators alone")
    func visibility() async throws {
        let cloud = try await CompanionCloud()
        let (alice, bob) = (try await cloud.token(cloud.alice), try await cloud.token(cloud.bob))
        let root = try await cloud.token(cloud.root)
        try await cloud.run { client in
            let path = "/network/v2.0/networks/\(Samples.hidden)"
            #expect(try await client.send(.get, path, token: alice).status == 404)
            #expect(try await client.send(.get, path, token: bob).status == 200)
            #expect(try await client.send(.get, path, token: root).status == 200)
            let unauthorized = try await client.send(.get, path)
            #expect(unauthorized.status == 401)
        }
    }

    @Test(
        "lists are filtered, sorted, cut to fields and paged",
        arguments: [
            ("name=private&name=blue-only", 2), ("shared=True", 1), ("shared=false", 1), ("router:external=True", 0),
            ("router%3Aexternal=False", 2), ("status=ACTIVE&mtu=1500", 1), ("id=nothing", 0), ("limit=1", 1),
            ("limit=1&marker=\(Samples.network)", 1), ("sort_key=name&sort_dir=asc", 2), ("admin_state_up=True", 2),
        ])
    func filters(query: String, count: Int) async throws {
        let cloud = try await CompanionCloud()
        let token = try await cloud.token(cloud.root)
        try await cloud.run { client in
            let list = try await client.send(.get, "/network/v2.0/networks?\(query)", token: token)
            #expect(list["networks"]?.array?.count == count)
        }
    }

    @Test("fields, order and next links are as asked for")
    func shape() async throws {
        let cloud = try await CompanionCloud()
        let token = try await cloud.token(cloud.root)
        try await cloud.run { client in
            let list = try await client.send(
                .get, "/network/v2.0/networks?fields=id&fields=name&sort_key=mtu&sort_dir=desc", token: token)
            #expect(list["networks", 0]?.object?.count == 2)
            #expect(list["networks", 0, "name"] == "private")
            let page = try await client.send(.get, "/network/v2.0/networks?limit=1", token: token)
            #expect(
                page["networks_links", 0, "href"]
                    == .string("http://localhost/network/v2.0/networks?limit=1&marker=\(Samples.network)"))
            let last = try await client.send(
                .get, "/network/v2.0/networks?limit=1&marker=\(Samples.network)", token: token)
            #expect(last["networks_links"] == nil)
        }
    }

    @Test(
        "unknown filters, keys and markers are refused",
        arguments: [
            "moon=1", "sort_key=moon", "sort_key=name&sort_key=id&sort_dir=asc", "sort_key=name&sort_dir=up",
            "marker=moon",
            "limit=x",
        ])
    func refused(query: String) async throws {
        let cloud = try await CompanionCloud()
        let token = try await cloud.token(cloud.alice)
        try await cloud.run { client in
            let answer = try await client.send(.get, "/network/v2.0/networks?\(query)", token: token)
            #expect(answer.status == 400)
            #expect(answer["NeutronError", "message"]?.text?.isEmpty == false)
        }
    }

    @Test("subnets tell their range, pool and name servers")
    func subnets() async throws {
        let cloud = try await CompanionCloud()
        let token = try await cloud.token(cloud.alice)
        try await cloud.run { client in
            let list = try await client.send(
                .get, "/network/v2.0/subnets?network_id=\(Samples.network)&ip_version=4&enable_dhcp=True", token: token)
            #expect(list["subnets", 0, "cidr"] == "192.0.2.0/24")
            #expect(list["subnets", 0, "gateway_ip"] == "192.0.2.1")
            #expect(list["subnets", 0, "allocation_pools"] == [["start": "192.0.2.2", "end": "192.0.2.254"]])
            #expect(list["subnets", 0, "dns_nameservers"] == ["192.0.2.1"])
            let shown = try await client.send(.get, "/network/v2.0/subnets/\(Samples.subnet)", token: token)
            #expect(shown["subnet"] == list["subnets", 0])
            #expect(
                try await client.send(.get, "/network/v2.0/subnets/x", token: token)["NeutronError", "type"]
                    == "SubnetNotFound")
        }
    }

    @Test("ports show server, address and group; hosts are for administrators")
    func ports() async throws {
        let cloud = try await CompanionCloud()
        let (alice, root) = (try await cloud.token(cloud.alice), try await cloud.token(cloud.root))
        try await cloud.run { client in
            let path = "/network/v2.0/ports"
            let own = try await client.send(.get, path, token: alice)
            #expect(Self.ids(own, "ports") == [Samples.port.text])
            #expect(own["ports", 0, "device_id"] == .string(Samples.server.text))
            #expect(own["ports", 0, "device_owner"] == "compute:nova")
            #expect(own["ports", 0, "status"] == "ACTIVE")
            #expect(own["ports", 0, "binding:host_id"] == nil)
            #expect(
                own["ports", 0, "fixed_ips"]
                    == [["subnet_id": .string(Samples.subnet.text), "ip_address": "192.0.2.16"]])
            #expect(try await client.send(.get, path, token: root)["ports"]?.array?.count == 2)
            let byServer = try await client.send(.get, "\(path)?device_id=\(Samples.server)", token: root)
            #expect(Self.ids(byServer, "ports") == [Samples.port.text])
            #expect(byServer["ports", 0, "binding:host_id"] == "node1")
            let byAddress = try await client.send(.get, "\(path)?fixed_ips=ip_address%3D192.0.2.17", token: root)
            #expect(byAddress["ports", 0, "status"] == "DOWN")
        }
    }

    @Test("every project has its default group with a lasting id, its own rules and no others")
    func groups() async throws {
        let cloud = try await CompanionCloud()
        let (alice, bob) = (try await cloud.token(cloud.alice), try await cloud.token(cloud.bob))
        try await cloud.run { client in
            let path = "/network/v2.0/security-groups"
            let list = try await client.send(.get, "\(path)?name=default", token: alice)
            let id = try #require(list["security_groups", 0, "id"]?.text)
            #expect(id == SecurityGroup(project: ProjectID(cloud.red.id)).id.text)
            #expect(list["security_groups", 0, "project_id"] == .string(cloud.red.id))
            #expect(
                try await client.send(.get, "\(path)/\(id)", token: alice)["security_group"]
                    == list["security_groups", 0])
            #expect(try await client.send(.get, "\(path)/\(id)", token: bob).status == 404)
            let ports = try await client.send(.get, "/network/v2.0/ports", token: alice)
            #expect(ports["ports", 0, "security_groups"] == [.string(id)])

            let rules = try await client.send(
                .get, "/network/v2.0/security-group-rules?security_group_id=\(id)", token: alice)
            #expect(rules["security_group_rules"] == list["security_groups", 0, "security_group_rules"])
            #expect(Set(Self.ids(rules, "security_group_rules")).count == 2)
        }
    }

    @Test("as no rule is enforced, a group shows that everything may pass")
    func honestRules() async throws {
        let cloud = try await CompanionCloud()
        let alice = try await cloud.token(cloud.alice)
        try await cloud.run { client in
            let answer = try await client.send(.get, "/network/v2.0/security-group-rules", token: alice)
            let rules = answer["security_group_rules"]?.array ?? []
            #expect(Set(rules.compactMap { $0[key: "direction"]?.text }) == ["egress", "ingress"])
            for rule in rules {
                #expect(rule[key: "ethertype"] == "IPv4")
                for key in ["remote_group_id", "remote_ip_prefix", "protocol", "port_range_min", "port_range_max"] {
                    #expect(rule[key: key] == .null, "\(key)")
                }
            }
        }
    }

    @Test("ids of default groups never change and have the form of UUIDs")
    func stableIDs() {
        let id = SecurityGroup(project: ProjectID("0123456789abcdef0123456789abcdef")).id.text
        #expect(id == SecurityGroup(project: ProjectID("0123456789abcdef0123456789abcdef")).id.text)
        #expect(id.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
        let many = Set((0..<10_000).map { SecurityGroup(project: ProjectID("project\($0)")).id.text })
        #expect(many.count == 10_000)
    }

    @Test("an administrator asks for another project's group")
    func adminGroups() async throws {
        let cloud = try await CompanionCloud()
        let token = try await cloud.token(cloud.root)
        try await cloud.run { client in
            let path = "/network/v2.0/security-groups?project_id="
            for project in [cloud.red.id, "0123456789abcdef0123456789abcdef"] {
                let list = try await client.send(.get, path + project, token: token)
                #expect(list["security_groups"]?.array?.count == 1)
                #expect(list["security_groups", 0, "tenant_id"] == .string(project))
            }
        }
    }

    @Test("extensions and quotas are told, changes are refused as not possible")
    func rest() async throws {
        let cloud = try await CompanionCloud()
        let token = try await cloud.token(cloud.alice)
        try await cloud.run { client in
            let extensions = try await client.send(.get, "/network/v2.0/extensions", token: token)
            let aliases = extensions["extensions"]?.array?.compactMap { $0[key: "alias"]?.text } ?? []
            #expect(aliases.contains("security-group"))
            #expect(!aliases.contains("router"))
            #expect(try await client.send(.get, "/network/v2.0/extensions/net-mtu", token: token).status == 200)
            #expect(try await client.send(.get, "/network/v2.0/extensions/router", token: token).status == 404)
            let quota = try await client.send(.get, "/network/v2.0/quotas/\(cloud.red.id)", token: token)
            #expect(quota["quota", "port"] == -1)
            #expect(try await client.send(.get, "/network/v2.0/quotas/\(cloud.blue.id)", token: token).status == 403)
            let made = try await client.send(.post, "/network/v2.0/networks", token: token, #"{"network": {}}"#)
            #expect(made.status == 405)
            #expect(made["NeutronError", "message"]?.text?.contains("configuration") == true)
            let routers = try await client.send(.get, "/network/v2.0/routers", token: token)
            #expect(routers.status == 404)
            #expect(routers["NeutronError", "message"] != nil)
        }
    }
}
