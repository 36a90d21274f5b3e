import ArgumentParser
import WireJSON

/// The hosts of the cloud and what they hold.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show the hosts, what they hold, and the networks.")

    @OptionGroup var options: CloudOptions

    func run() async throws {
        let answer = try await options.client().operations("/status")
        if options.json { return Output.json(answer) }
        showHosts(answer)
        print("")
        showNetworks(answer)
    }

    private func showHosts(_ answer: JSONValue) {
        let rows = (answer[key: "hosts"]?.array ?? []).map { host in
            [
                host.text("host"), host[key: "up"] == true ? "up" : "DOWN", host.text("zone"), host.text("servers"),
                "\(host.text("vcpus_used"))/\(host.text("vcpus"))",
                "\(host.text("memory_mb_used"))/\(host.text("memory_mb"))",
                (host[key: "virt_types"]?.array ?? []).compactMap(\.text).joined(separator: ","),
            ]
        }
        Output.table(["HOST", "STATE", "ZONE", "SERVERS", "VCPUS", "MEMORY MiB", "GUESTS"], rows)
    }

    private func showNetworks(_ answer: JSONValue) {
        let rows = (answer[key: "networks"]?.array ?? []).map { network in
            let state = network.text("state")
            return [
                network.text("network"), state == "failing" ? "FAILING" : state, network.text("bridge"),
                (network[key: "ranges"]?.array ?? []).compactMap(\.text).joined(separator: ","), network.text("reason"),
            ]
        }
        Output.table(["NETWORK", "STATE", "BRIDGE", "RANGES", "REASON"], rows)
    }
}

extension JSONValue {
    /// A member as text for a table; a dash when there is none.
    func text(_ name: String) -> String {
        switch self[key: name] {
        case .string(let text)?, .largeInteger(let text)?: text
        case .int(let number)?: String(number)
        case .double(let number)?: String(number)
        case .bool(let flag)?: flag ? "yes" : "no"
        case .null?, .array?, .object?, nil: "-"
        }
    }
}
