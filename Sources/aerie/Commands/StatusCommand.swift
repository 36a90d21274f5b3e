import ArgumentParser
import WireJSON

/// The hosts of the cloud and what they hold.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show the hosts and what they hold.")

    @OptionGroup var options: CloudOptions

    func run() async throws {
        let answer = try await options.client().operations("/status")
        if options.json { return Output.json(answer) }
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
}

extension JSONValue {
    /// A member as text for a table; a dash when there is none.
    func text(_ name: String) -> String {
        switch self[key: name] {
        case .string(let text)?: text
        case .int(let number)?: String(number)
        case .double(let number)?: String(number)
        case .bool(let flag)?: flag ? "yes" : "no"
        case .null?, .array?, .object?, nil: "-"
        }
    }
}
