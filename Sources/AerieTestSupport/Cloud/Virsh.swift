import Foundation

/// libvirt seen by somebody else than aerie: the judge of end-to-end tests.
package enum Virsh {
    /// Standard output of a virsh command; empty when it failed.
    @discardableResult
    package static func run(_ arguments: String...) async -> String {
        let run = try? await ProgramRun.of("/usr/bin/virsh", ["-q", "-c", "qemu:///system"] + arguments)
        guard let run, run.status == 0 else { return "" }
        return run.output
    }

    /// UUIDs of all domains.
    package static func domains() async -> [String] {
        await run("list", "--all", "--uuid").split(separator: "\n").map(String.init)
    }

    /// UUIDs of the domains that have a file below `directory`.
    package static func domains(below directory: String) async -> [String] {
        var found: [String] = []
        for id in await domains() where await run("dumpxml", id).contains(directory + "/") { found.append(id) }
        return found
    }

    package static func state(of domain: String) async -> String {
        await run("domstate", domain).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The names of libvirt networks whose gateway lies in `range` (a /24).
    package static func networks(in range: String) async -> [String] {
        let prefix = range.split(separator: ".").prefix(3).joined(separator: ".") + "."
        var found: [String] = []
        for name in await run("net-list", "--all", "--name").split(separator: "\n").map(String.init)
        where await run("net-dumpxml", name).contains("'\(prefix)") {
            found.append(name)
        }
        return found
    }

    /// The MAC addresses of the DHCP reservations that the networks in `range` have for guests: one is for the host's own
    /// address.
    package static func reservations(in range: String) async -> [String] {
        var found: [String] = []
        for name in await networks(in: range) {
            let hosts = await run("net-dumpxml", name).components(separatedBy: "<host mac='").dropFirst()
            found += hosts.filter { !$0.contains("name='the-host-itself'") }.map { String($0.prefix { $0 != "'" }) }
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
            await run("undefine", id, "--managed-save", "--nvram")
        }
        for name in await networks(in: range) where name.hasPrefix("aerie-") {
            await run("net-destroy", name)
            await run("net-undefine", name)
        }
    }
}
