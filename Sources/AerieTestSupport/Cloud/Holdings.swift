import Foundation
import WireJSON

/// Everything that the servers of a cloud take on this host, counted by somebody else than aerie.
package struct Holdings: Sendable {
    /// UUIDs of libvirt domains that have a file of this cloud.
    package let domains: [String]
    /// UUIDs of the instance directories.
    package let directories: [String]
    /// The servers that ports belong to.
    package let portOwners: [String]
    package let portMACs: [String]
    /// MAC addresses of the DHCP reservations; of those that the network has for good, where a port has the address.
    package let reservations: [String]
    /// States of TPMs that belong to no domain.
    package let ownerlessTPMs: [String]
    /// UUIDs of the directories of firmware variables and TPM states that are kept aside.
    package let keptStates: [String]

    private static let lengthOfUUID = 36

    package init(of cloud: TestCloud, _ api: APIClient) async throws {
        domains = await Virsh.domains(below: cloud.directory).sorted()
        let start = try FileManager.default.attributesOfItem(atPath: cloud.directory + "/admin-password")
        // Other clouds have theirs in the same directory, and some are between two places at any time.
        let ownerless = await Virsh.ownerlessTPMs(since: start[.modificationDate] as? Date ?? .distantPast)
        let log = ownerless.isEmpty ? "" : await cloud.log
        ownerlessTPMs = ownerless.filter { log.contains($0.prefix(Self.lengthOfUUID)) }
        directories = try FileManager.default.contentsOfDirectory(atPath: cloud.directory + "/instances").sorted()
        let states = try? FileManager.default.contentsOfDirectory(atPath: cloud.directory + "/states")
        keptStates = (states ?? []).sorted()
        let answer = try await api.get("/network/v2.0/ports").expecting(200)
        let ports = try (answer.json[key: "ports"]?.array).orThrow("no ports in \(answer.text)")
        portOwners = ports.compactMap { $0[key: "device_id"]?.text }.sorted()
        portMACs = ports.compactMap { $0[key: "mac_address"]?.text }.sorted()
        let addresses = Set(
            ports.flatMap { $0[key: "fixed_ips"]?.array ?? [] }.compactMap { $0[key: "ip_address"]?.text })
        reservations = await Virsh.reservations(in: cloud.cidr)
            .filter { !$0.stands || addresses.contains($0.address) }.map(\.mac).sorted()
    }

    /// What is there without an owner, or is missing, when exactly these servers live, each with one NIC and a domain.
    /// - Parameter away: those that have their NIC and nothing else here.
    package func faults(when servers: [String], away: [String] = []) -> [String] {
        let servers = servers.sorted()
        var faults: [String] = []
        func compare(_ what: String, _ found: [String], _ wanted: [String]) {
            if found != wanted { faults.append("\(what): \(found) instead of \(wanted)") }
        }
        compare("domains", domains, servers)
        compare("directories", directories, servers)
        compare("owners of ports", portOwners, (servers + away).sorted())
        compare("TPMs without a domain", ownerlessTPMs, [])
        compare("kept states of servers that are here, or gone", keptStates.filter { !away.contains($0) }, [])
        compare("reservations", reservations, portMACs)
        for server in servers where QEMUProcess.all(of: server).count > 1 {
            faults.append("server \(server) runs more than once")
        }
        return faults
    }
}
