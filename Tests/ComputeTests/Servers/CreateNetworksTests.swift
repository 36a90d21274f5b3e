import AerieTestSupport
import Compute
import Store
import Testing

@Suite("The NICs that a create asks for")
struct CreateNetworksTests {
    typealias Item = CreateServerRequest.NetworkItem

    private static func item(
        network: String? = nil, port: String? = nil, address: String? = nil, tag: String? = nil
    ) -> Item {
        Item(network: network, port: port, fixedAddress: address, tag: tag)
    }

    @Test("Unasked, a server gets one NIC on the only network, with the lowest free address")
    func unspecified() async throws {
        try await Cloud.with { cloud in
            let server = try await cloud.create().servers[0]
            #expect(server.nics.map(\.addresses) == [["192.0.2.2"]])
            #expect(server.nics.map(\.label) == ["private"])
            let second = try await cloud.create { $0.networks = .list([]) }.servers[0]
            #expect(second.nics.map(\.addresses) == [["192.0.2.3"]])
        }
    }

    @Test("None means none")
    func none() async throws {
        try await Cloud.with { cloud in
            let server = try await cloud.create { $0.networks = .none }.servers[0]
            #expect(server.nics == [])
        }
    }

    @Test("Without a network of the project there is no NIC, and nothing to allocate automatically")
    func withoutNetwork() async throws {
        try await Cloud.with(hasNetwork: false) { cloud in
            let server = try await cloud.create().servers[0]
            #expect(server.nics == [])
            let error = await cloud.refusal { $0.networks = .auto }
            #expect(error?.message.hasPrefix("Unable to automatically allocate a network for project") == true)
        }
    }

    @Test("Of several networks one must be chosen; external ones don't count")
    func several() async throws {
        try await Cloud.with { cloud in
            try await cloud.addNetwork("public", range: 0x0A01_0000) { $0.isExternal = true }
            await cloud.expect(nil) { _ in }
            try await cloud.addNetwork("second")
            let several = ComputeError.conflict(
                "Multiple possible networks found, use a Network ID to be more specific.")
            await cloud.expect(several) { _ in }
            await cloud.expect(several) { $0.networks = .auto }
        }
    }

    @Test("NICs come in the order in which they were asked for")
    func order() async throws {
        try await Cloud.with { cloud in
            let (first, second) = (try await cloud.network(), try await cloud.addNetwork("second"))
            let server = try await cloud.create {
                $0.networks = .list([
                    Self.item(network: second.id.text, address: "10.0.0.77", tag: "back"),
                    Self.item(network: first.id.text),
                ])
            }.servers[0]
            #expect(server.nics.map(\.label) == ["second", "private"])
            #expect(server.nics.map(\.addresses) == [["10.0.0.77"], ["192.0.2.2"]])
            #expect(server.nics.map(\.tag) == ["back", nil])
            #expect(Set(server.nics.map(\.mac)).count == 2)
        }
    }

    @Test("A network must be named, known, open to all and have a subnet")
    func networks() async throws {
        try await Cloud.with { cloud in
            let outside = try await cloud.addNetwork("public") { $0.isExternal = true }
            let bare = try await cloud.addNetwork("bare") { $0.subnets = [] }
            func refusal(_ item: Item, admin: Bool = false) async -> ComputeError? {
                await cloud.refusal {
                    $0.networks = .list([item])
                    $0.permissions.externalNetwork = admin
                }
            }
            #expect(await refusal(Self.item()) == .invalid("Bad network format: missing 'uuid'"))
            #expect(await refusal(Self.item(network: "x")) == .invalid("Network x could not be found."))
            #expect(
                await refusal(Self.item(network: outside.id.text))
                    == .forbidden("It is not allowed to create an interface on external network \(outside.id)"))
            #expect(await refusal(Self.item(network: outside.id.text), admin: true) == nil)
            #expect(
                await refusal(Self.item(network: bare.id.text))
                    == .invalid("Network \(bare.id) requires a subnet in order to boot instances on."))
        }
    }

    @Test("A fixed address must be one, of the network, free, and for one server")
    func fixedAddress() async throws {
        try await Cloud.with { cloud in
            let network = try await cloud.network().id.text
            func refusal(_ address: String, count: Int = 1) async -> ComputeError? {
                await cloud.refusal {
                    $0.networks = .list([Self.item(network: network, address: address)])
                    $0.maximumCount = count
                }
            }
            #expect(await refusal("192.0.2.300") == .invalid("Invalid fixed IP address (192.0.2.300)"))
            #expect(
                await refusal("10.0.0.1")
                    == .invalid("Fixed IP address 10.0.0.1 is not a valid ip address for network \(network)."))
            #expect(
                await refusal("192.0.2.50", count: 2)
                    == .invalid("max_count cannot be greater than 1 if an fixed_ip is specified."))
            for unusable in ["192.0.2.0", "192.0.2.1", "192.0.2.255"] {
                #expect(
                    await refusal(unusable)
                        == .invalid("Fixed IP address \(unusable) is not a valid ip address for network \(network)."))
            }
            #expect(await refusal("192.0.2.50") == nil)
            let error = await refusal("192.0.2.50")
            #expect(error?.message.hasPrefix("Fixed IP address 192.0.2.50 is already in use on instance ") == true)
        }
    }

    @Test("A port must be known, free, alone and for one server")
    func ports() async throws {
        try await Cloud.with { cloud in
            let taken = try await cloud.create().servers[0].nics[0].port.text
            func refusal(_ items: [Item], count: Int = 1) async -> ComputeError? {
                await cloud.refusal {
                    $0.networks = .list(items)
                    $0.maximumCount = count
                }
            }
            #expect(await refusal([Self.item(port: "x")]) == .invalid("Port id x could not be found."))
            #expect(await refusal([Self.item(port: taken)]) == .conflict("Port \(taken) is still in use."))
            #expect(
                await refusal([Self.item(port: taken, address: "192.0.2.9")])
                    == .invalid(
                        "Specified Fixed IP '192.0.2.9' cannot be used with port '\(taken)': the two cannot be specified together."
                    ))
            #expect(
                await refusal([Self.item(port: taken)], count: 2)
                    == .invalid(
                        "Unable to launch multiple instances with a single configured port ID. Please launch your instance one by one with different ports."
                    ))
            let other = await cloud.refusal(project: Cloud.otherProject) {
                $0.networks = .list([Self.item(port: taken)])
            }
            #expect(other == .invalid("Port id \(taken) could not be found."))
        }
    }

    @Test("Only the default security group is known")
    func securityGroups() async throws {
        try await Cloud.with { cloud in
            await cloud.expect(.invalid("Security group web not found for project.")) { $0.securityGroups = ["web"] }
            let created = try await cloud.create { $0.securityGroups = ["default", "default"] }
            #expect(created.securityGroups == ["default", "default"])
            #expect(try await cloud.create().securityGroups == ["default"])
        }
    }
}
