package import Foundation

/// libvirt seen by somebody else than aerie: the judge of end-to-end tests.
package enum Virsh {
    /// Standard output of a virsh command; empty when it failed.
    @discardableResult
    package static func run(_ arguments: String...) async -> String {
        let run = try? await ProgramRun.of("/usr/bin/virsh", ["-q", "-c", "qemu:///system"] + arguments)
        guard let run, run.status == 0 else { return "" }
        return run.output
    }

    /// Standard output of each command, of one virsh for all of them; empty where one failed.
    package static func outputs(of commands: [String]) async -> [String] {
        guard !commands.isEmpty else { return [] }
        let separator = "=end-of-output="
        let script = commands.joined(separator: "; echo \(separator); ")
        let run = try? await ProgramRun.of("/usr/bin/virsh", ["-q", "-c", "qemu:///system", script])
        let outputs = run?.output.components(separatedBy: separator) ?? []
        return commands.indices.map { $0 < outputs.count ? outputs[$0] : "" }
    }

    /// UUIDs of all domains.
    package static func domains() async -> [String] {
        await run("list", "--all", "--uuid").split(separator: "\n").map(String.init)
    }

    /// UUIDs of the domains that have a file below `directory`.
    package static func domains(below directory: String) async -> [String] {
        let ids = await domains()
        let documents = await outputs(of: ids.map { "dumpxml \($0)" })
        return zip(ids, documents).filter { $0.1.contains(directory + "/") }.map(\.0)
    }

    /// Where libvirt keeps the states of TPMs.
    package static let tpmDirectory = "/var/lib/libvirt/swtpm"

    package static func hasTPM(_ domain: String) -> Bool {
        FileManager.default.fileExists(atPath: tpmDirectory + "/" + domain)
    }

    /// States of TPMs that have no domain, made since then.
    package static func ownerlessTPMs(since start: Date) async -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: tpmDirectory)) ?? []
        guard !names.isEmpty else { return [] }
        let domains = Set(await domains())
        return names.filter { name in
            let attributes = try? FileManager.default.attributesOfItem(atPath: tpmDirectory + "/" + name)
            guard !domains.contains(name), let date = attributes?[.modificationDate] as? Date else { return false }
            return date >= start
        }
    }

    package static func state(of domain: String) async -> String {
        await run("domstate", domain).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Names and documents of the libvirt networks whose gateway lies in `range` (a /24).
    private static func networkDocuments(in range: String) async -> [(name: String, document: String)] {
        let prefix = range.split(separator: ".").prefix(3).joined(separator: ".") + "."
        let names = await run("net-list", "--all", "--name").split(separator: "\n").map(String.init)
        let documents = await outputs(of: names.map { "net-dumpxml \($0)" })
        return zip(names, documents).filter { $0.1.contains("'\(prefix)") }.map { (name: $0.0, document: $0.1) }
    }

    /// The names of libvirt networks whose gateway lies in `range` (a /24).
    package static func networks(in range: String) async -> [String] {
        await networkDocuments(in: range).map(\.name)
    }

    package struct Reservation: Sendable, Hashable {
        package let mac: String
        package let address: String
        package let name: String?

        /// Whether the network has it for whoever gets the address.
        package var stands: Bool { name == "host-" + address.split(separator: ".").joined(separator: "-") }
    }

    /// The DHCP reservations of the networks in `range`.
    package static func reservations(in range: String) async -> [Reservation] {
        var found: [Reservation] = []
        for network in await networkDocuments(in: range) {
            for host in network.document.components(separatedBy: "<host ").dropFirst() {
                let tag = host.prefix { $0 != ">" }
                func attribute(_ name: String) -> String? {
                    let parts = tag.components(separatedBy: name + "='")
                    return parts.count == 2 ? String(parts[1].prefix { $0 != "'" }) : nil
                }
                guard let mac = attribute("mac"), let address = attribute("ip") else { continue }
                found.append(Reservation(mac: mac, address: address, name: attribute("name")))
            }
        }
        return found
    }

    /// `virsh domstats`: what libvirt counts of a guest, by libvirt's names.
    package static func statistics(of domain: String) async -> [String: String] {
        var values: [String: String] = [:]
        for line in await run("domstats", domain).split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { values[parts[0].trimmingCharacters(in: .whitespaces)] = String(parts[1]) }
        }
        return values
    }

    /// The fields of an answer of lines like `CPU(s):   2`.
    package static func fields(_ command: String) async -> [String: String] {
        var values: [String: String] = [:]
        for line in await run(command).split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let name = parts[0].trimmingCharacters(in: .whitespaces)
            values[name] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        return values
    }

    static func removeEverything(below directory: String, range: String) async {
        for id in await domains(below: directory) {
            await run("destroy", id)
            await run("undefine", id, "--managed-save", "--nvram", "--tpm")
        }
        for name in await networks(in: range) where name.hasPrefix("aerie-") {
            await run("net-destroy", name)
            await run("net-undefine", name)
            // What leads guests to the metadata service is named after the bridge.
            let table = name.filter { $0 != "-" }
            _ = try? await ProgramRun.of("/usr/sbin/nft", ["delete", "table", "ip", table])
        }
    }
}
