import AerieTestSupport
import Compute
import HTTPTypes
import HummingbirdTesting
import Store
import WireJSON

extension ModelBench {
    typealias Picture = [String: String]

    /// - Returns: where the server that the product has differs from the model's, and whether sums do.
    func difference(of slot: Int) async throws -> String? {
        guard let server = model.servers[slot] else { return nil }
        let seen = try await state(of: server).merging(host(of: server)) { $1 }
            .merging(try await records(of: server)) { $1 }.merging(try await usage()) { $1 }
        let expected = expectedState(of: server).merging(expectedHost(of: server)) { $1 }
            .merging(expectedRecords(of: server)) { $1 }.merging(expectedUsage) { $1 }
        let names = Set(seen.keys).union(expected.keys).filter { seen[$0] != expected[$0] }.sorted()
        if names.isEmpty { return nil }
        return names.map { "\($0): the model says \(expected[$0] ?? "nothing"), the product \(seen[$0] ?? "nothing")" }
            .joined(separator: "; ")
    }

    // MARK: What clients see of it

    private func state(of server: ModelServer) async throws -> Picture {
        let response = try await get("servers/\(server.id)")
        guard let shown = response.json?[key: "server"] else {
            let record = try await cloud.stores.servers.server(
                ServerID(server.id), in: .everything, facets: [], includingDeleted: true)
            return [
                "answer": "\(response.status.code)",
                "state":
                    "\(record.vmState.rawValue) \(record.taskState?.rawValue ?? "-") \(record.powerState.rawValue)",
            ]
        }
        let task = shown[key: "OS-EXT-STS:task_state"]?.text ?? "-"
        let vm = shown[key: "OS-EXT-STS:vm_state"]?.text ?? ""
        return [
            "answer": "\(response.status.code)",
            "state": "\(vm) \(task) \(shown[key: "OS-EXT-STS:power_state"].number)",
            "status": shown[key: "status"]?.text ?? "", "locked": "\(shown[key: "locked"] == true)",
            "flavor": shown[key: "flavor"]?[key: "original_name"]?.text ?? "",
            "image": shown[key: "image"]?[key: "id"]?.text ?? "",
            "host": shown[key: "OS-EXT-SRV-ATTR:host"]?.text ?? "-",
            "tags": shown[key: "tags"]?.array?.compactMap(\.text).sorted().joined(separator: " ") ?? "",
            "metadata": shown[key: "metadata"]?.object?.members.map(\.key).sorted().joined(separator: " ") ?? "",
        ]
    }

    private func expectedState(of server: ModelServer) -> Picture {
        let state = "\(server.vm) \(server.task ?? "-") \(server.power)"
        if server.isDeleted { return ["answer": "404", "state": state] }
        return [
            "answer": "200", "state": state, "status": server.status, "locked": "\(server.lock != nil)",
            "flavor": server.size.name,
            "image": "\(server.hasAgent ? TestCompute.agentImage : TestCompute.image)",
            "host": server.hasHost ? TestCompute.host.text : "-",
            "tags": server.tags.sorted().joined(separator: " "),
            "metadata": server.metadata.sorted().joined(separator: " "),
        ]
    }

    // MARK: What it has of its host

    private func host(of server: ModelServer) async throws -> Picture {
        let id = ServerID(server.id)
        let (guests, disks) = (cloud.driver.now, cloud.disks.now)
        let guest = guests.guests[id]
        var holdings: Set<ModelHolding> = []
        if disks.servers.contains(id) { holdings.insert(.disks) }
        if disks.rescues[id] != nil { holdings.insert(.rescueDisk) }
        if disks.kept[id] != nil { holdings.insert(.keptDisks) }
        if disks.rebuilds[id] != nil { holdings.insert(.newDisks) }
        if disks.replaced[id] != nil { holdings.insert(.oldDisks) }
        if disks.keptStates.contains(id) { holdings.insert(.keptState) }
        if guests.reservations.values.contains(id) { holdings.insert(.reservation) }
        let ports = try await cloud.stores.networks.ports(of: id)
        if !ports.isEmpty { holdings.insert(.port) }
        if ports.contains(where: { $0.host == TestCompute.host }) { holdings.insert(.binding) }
        return [
            "guest": guest.map { "\($0.power.rawValue)\($0.isSaved ? " saved" : "")" } ?? "-",
            "has": holdings.map(\.rawValue).sorted().joined(separator: " "),
        ]
    }

    private func expectedHost(of server: ModelServer) -> Picture {
        [
            "guest": server.guest.map { "\($0.power)\($0.isSaved ? " saved" : "")" } ?? "-",
            "has": server.holdings.map(\.rawValue).sorted().joined(separator: " "),
        ]
    }

    // MARK: What is recorded of it

    /// Of the newest actions the events too: older ones have ended.
    private static let newest = 3

    private func records(of server: ModelServer) async throws -> Picture {
        let path = "servers/\(server.id)/os-instance-actions"
        let actions = try await get(path).json?[key: "instanceActions"]?.array ?? []
        var results: [String] = []
        for action in actions.prefix(Self.newest) {
            let shown = try await get("\(path)/\(action[key: "request_id"]?.text ?? "")").json?[key: "instanceAction"]
            let events = shown?[key: "events"]?.array ?? []
            results.append(events.map(Self.word).joined(separator: " + "))
        }
        var images = ImageQuery(scope: .everything, page: Page(limit: 1000))
        images.properties = ["instance_uuid": server.id]
        let made = try await cloud.stores.images.images(images)
        return [
            "is busy": "\(try await isBusy(server.id))",
            "actions": actions.map { "\($0[key: "action"]?.text ?? "") \($0[key: "message"]?.text ?? "-")" }
                .joined(separator: ", "),
            "events": results.joined(separator: ", "),
            "images": made.filter { $0.status != .deleted }.map { "\($0.name ?? "") \($0.status.rawValue)" }.sorted()
                .joined(separator: ", "),
        ]
    }

    private func expectedRecords(of server: ModelServer) -> Picture {
        let newest = server.history.reversed()
        return [
            "is busy": "\(!server.isSettled)",
            "actions": newest.map { "\($0.name) \($0.hasFailed ? "Error" : "-")" }.joined(separator: ", "),
            "events": newest.prefix(Self.newest).map(Self.words).joined(separator: ", "),
            "images": server.images.filter { $0.status != "deleted" }.map { "\($0.name) \($0.status)" }.sorted()
                .joined(separator: ", "),
        ]
    }

    private static func word(_ event: JSONValue) -> String {
        "\(event[key: "event"]?.text ?? "") \(event[key: "result"]?.text ?? "-")"
    }

    /// Newest first, as the actions.
    private static func words(_ record: ModelRecord) -> String {
        record.events.reversed().map { "\($0.name) \($0.result ?? "-")" }.joined(separator: " + ")
    }

    // MARK: Sums

    private func usage() async throws -> Picture {
        let absolute = try await get("limits", as: .member).json?[key: "limits"]?[key: "absolute"]
        let names = ["totalInstancesUsed", "totalCoresUsed", "totalRAMUsed"]
        return ["usage": names.map { (absolute?[key: $0]).number }.joined(separator: " ")]
    }

    private var expectedUsage: Picture {
        let counted = model.counted
        let sums = [counted.count, counted.reduce(0) { $0 + $1.held.cores }, counted.reduce(0) { $0 + $1.held.ram }]
        return ["usage": sums.map(String.init).joined(separator: " ")]
    }
}

extension JSONValue? {
    fileprivate var number: String { map { String(decoding: $0.encoded, as: UTF8.self) } ?? "-" }
}
