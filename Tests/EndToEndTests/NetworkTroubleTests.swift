import AerieTestSupport
import Foundation
import Testing
import WireJSON

extension EndToEnd {
    struct NetworkTroubleTests {
        @Test(.timeLimit(.minutes(8)))
        func `two clouds with one range: the second says so, and runs with another`() async throws {
            try await TestCloud.with { first, api in
                _ = try await api.boot(.deaf, name: "first")
                try await TestCloud.with(options: ["network": ["cidr": first.cidr]]) { second, api in
                    #expect(try await Self.kinds(api).contains("problem range-in-use"))
                    let (image, flavor) = (try await api.makeImage(.deaf), try await api.makeTinyFlavor())
                    let id = try await api.createServer("second", image: image, flavor: flavor)
                    try await api.wait(for: id, toBe: ["ERROR"])
                    let fault = try await api.server(id)[key: "fault"]?[key: "message"]?.text ?? ""
                    #expect(fault.contains("The network private can't run on the host"), "\(fault)")
                    try await api.deleteAndWait(id)

                    await second.stop()
                    try await second.start(environment: ["AERIE_NETWORK_CIDR": second.cidr])
                    let again = try await second.logIn()
                    #expect(try await !Self.kinds(again).contains("problem range-in-use"))
                    let next = try await again.createServer("third", image: image, flavor: flavor)
                    try await again.wait(for: next, toBe: ["ACTIVE"])
                    try await again.deleteAndWait(next)
                }
            }
        }

        @Test(.timeLimit(.minutes(6)))
        func `a network that is gone when aeried starts is made again, with its reservations`() async throws {
            try await TestCloud.with { cloud, api in
                let id = try await api.boot(.deaf, name: "kept")
                let network = try #require(await Virsh.networks(in: cloud.cidr).first)
                let reservations = await Virsh.reservations(in: cloud.cidr)
                #expect(!reservations.isEmpty)
                await cloud.kill()
                _ = await Virsh.run("net-destroy", network)
                _ = await Virsh.run("net-undefine", network)
                #expect(await Virsh.networks(in: cloud.cidr).isEmpty)
                try await cloud.start()
                try await eventually("the reservations are back") {
                    await Virsh.reservations(in: cloud.cidr) == reservations
                }
                let again = try await cloud.logIn()
                try await eventually("the network is up") {
                    let networks = try await again.get("/aerie/v1/status").expecting(200).json.list("networks")
                    return try networks.map { try $0.text("state") } == ["up"]
                }
                #expect(try await again.server(id).text("status") == "ACTIVE")
            }
        }

        private static func kinds(_ api: APIClient) async throws -> [String] {
            try await api.get("/aerie/v1/doctor").expecting(200).json.list("findings").map { finding in
                "\(try finding.text("severity")) \(try finding.text("kind"))"
            }
        }
    }
}
