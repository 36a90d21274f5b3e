import Foundation

/// libvirt seen by somebody else than aerie: the judge of end-to-end tests.
package enum Virsh {
    /// Standard output of a virsh command; empty when it failed.
    package static func run(_ arguments: String...) async -> String { await run(arguments) }

    package static func run(_ arguments: [String]) async -> String {
        await command("/usr/bin/virsh", ["-q", "-c", "qemu:///system"] + arguments)
    }

    package static func command(_ path: String, _ arguments: [String]) async -> String {
        await withCheckedContinuation { continuation in
            let process = Process()
            let pipe = Pipe()
            process.executableURL = URL(filePath: path)
            process.arguments = arguments
            process.standardOutput = pipe
            process.standardError = FileHandle.nullDevice
            DispatchQueue.global().async {
                do {
                    try process.run()
                    let data = pipe.fileHandleForReading.readDataToEndOfFile()
                    process.waitUntilExit()
                    let text = String(decoding: data, as: UTF8.self)
                    continuation.resume(returning: process.terminationStatus == 0 ? text : "")
                } catch {
                    continuation.resume(returning: "")
                }
            }
        }
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

    /// How many DHCP reservations the networks in `range` have.
    package static func reservations(in range: String) async -> Int {
        var count = 0
        for name in await networks(in: range) {
            count += await run("net-dumpxml", name).components(separatedBy: "<host mac=").count - 1
        }
        return count
    }

    static func removeEverything(below directory: String, range: String) async {
        for id in await domains(below: directory) {
            _ = await run("destroy", id)
            _ = await run("undefine", id, "--managed-save", "--nvram")
        }
        for name in await networks(in: range) where name.hasPrefix("aerie-") {
            _ = await run("net-destroy", name)
            _ = await run("net-undefine", name)
        }
    }
}
