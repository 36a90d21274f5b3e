package import Compute
import Subprocess
import WireJSON

/// The gate in the host's kernel: one nftables table for each network, named after its bridge.
///
/// 169.254.169.254 is no address of the host: a host that is itself a machine of some cloud has its own metadata there, which
/// it would lose. Only what comes in by the bridge is turned aside, before the kernel decides where it goes.
package struct KernelGate: MetadataGate {
    static let address = "169.254.169.254"
    private static let limit = Duration.seconds(5)

    package init() {}

    package func open(_ bridge: String, to address: IPv4Address, port: Int) async throws(MetadataGateError) {
        let document = Self.document(bridge, to: address, port: port)
        try await Self.run("nft", ["-j", "-f", "-"], input: String(decoding: document.encoded, as: UTF8.self))
        // For guests that take the address for a neighbour's: the host answers ARP for it.
        try await Self.run("ip", ["neigh", "replace", "proxy", Self.address, "dev", bridge])
    }

    package func isOpen(_ bridge: String) async -> Bool {
        do {
            try await Self.run("nft", ["list", "table", "ip", bridge])
            return true
        } catch {
            return false
        }
    }

    /// In one transaction: the table as it may be is taken away and made anew.
    static func document(_ bridge: String, to address: IPv4Address, port: Int) -> JSONValue {
        let table: JSONValue = ["table": ["family": "ip", "name": .string(bridge)]]
        return [
            "nftables": [
                ["add": table], ["delete": table], ["add": table],
                chain("metadata", type: "nat", hook: "prerouting", priority: -110, in: bridge),
                // What is local to a link goes no further. Else guests would reach the metadata of the host itself.
                chain("link-local", type: "filter", hook: "forward", priority: -10, in: bridge),
                rule(
                    in: "metadata", of: bridge,
                    [
                        match(["payload": ["protocol": "ip", "field": "daddr"]], .string(Self.address)),
                        match(["payload": ["protocol": "tcp", "field": "dport"]], 80),
                        ["dnat": ["addr": .string("\(address)"), "port": .int(Int64(port))]],
                    ]),
                rule(
                    in: "link-local", of: bridge,
                    [
                        match(
                            ["payload": ["protocol": "ip", "field": "daddr"]],
                            ["prefix": ["addr": "169.254.0.0", "len": 16]]),
                        ["drop": nil],
                    ]),
            ]
        ]
    }

    private static func chain(
        _ name: String, type: String, hook: String, priority: Int64, in table: String
    ) -> JSONValue {
        [
            "add": [
                "chain": [
                    "family": "ip", "table": .string(table), "name": .string(name), "type": .string(type),
                    "hook": .string(hook), "prio": .int(priority), "policy": "accept",
                ]
            ]
        ]
    }

    /// For packets that come in by the bridge of the table's name.
    private static func rule(in chain: String, of table: String, _ statements: [JSONValue]) -> JSONValue {
        let isFromBridge = match(["meta": ["key": "iifname"]], .string(table))
        return [
            "add": [
                "rule": [
                    "family": "ip", "table": .string(table), "chain": .string(chain),
                    "expr": .array([isFromBridge] + statements),
                ]
            ]
        ]
    }

    private static func match(_ left: JSONValue, _ right: JSONValue) -> JSONValue {
        ["match": ["op": "==", "left": left, "right": right]]
    }

    private static func run(_ tool: String, _ arguments: [String], input: String = "") async throws(MetadataGateError) {
        let failure: String?
        do {
            failure = try await withThrowingTaskGroup(of: String?.self) { group in
                group.addTask { try await Self.failure(of: tool, arguments, input: input) }
                group.addTask {
                    try await Task.sleep(for: limit)
                    return "it took more than \(limit)"
                }
                defer { group.cancelAll() }
                return try await group.next() ?? nil
            }
        } catch {
            throw MetadataGateError("\(tool) can't be run: \(error)")
        }
        if let failure { throw MetadataGateError("\(tool) failed: \(failure)") }
    }

    /// Nil when it went well.
    private static func failure(of tool: String, _ arguments: [String], input: String) async throws -> String? {
        let run = try await Subprocess.run(
            .name(tool), arguments: Arguments(arguments),
            environment: .custom(["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]), input: .string(input), output: .discarded,
            error: .string(limit: 4096))
        if run.terminationStatus.isSuccess { return nil }
        return run.standardError.split(separator: "\n").first.map(String.init) ?? "\(run.terminationStatus)"
    }
}
