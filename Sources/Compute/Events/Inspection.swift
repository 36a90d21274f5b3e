/// Something that an operator should know of, and what to do about it (`aerie doctor`).
package struct Finding: Sendable, Hashable {
    package enum Severity: String, Sendable, Hashable, CaseIterable { case note, warning, problem }

    package var severity: Severity
    /// A short stable word for programs: unknown-domain, missing-guest …
    package var kind: String
    package var subject: String
    package var message: String
    package var advice: String

    package init(_ severity: Severity, _ kind: String, subject: String, message: String, advice: String) {
        self.severity = severity
        self.kind = kind
        self.subject = subject
        self.message = message
        self.advice = advice
    }
}

/// Compares what the store says with what is on this host. It only looks, and changes nothing.
package struct Inspection: Sendable {
    private let servers: any ServerStore
    private let networks: any NetworkStore
    private let driver: any HypervisorDriver
    private let disks: any InstanceDisks
    private let host: HostName
    /// Servers whose action can't be read or undone, with the reason.
    private let stuckActions: @Sendable () async throws -> [(server: String, reason: String)]

    package init(
        servers: any ServerStore, networks: any NetworkStore, driver: any HypervisorDriver,
        disks: any InstanceDisks, host: HostName,
        stuckActions: @escaping @Sendable () async throws -> [(server: String, reason: String)]
    ) {
        self.servers = servers
        self.networks = networks
        self.driver = driver
        self.disks = disks
        self.host = host
        self.stuckActions = stuckActions
    }

    package func findings() async throws(ComputeError) -> [Finding] {
        let known = try await servers.servers(on: host, facets: [])
        var findings: [Finding] = []
        do throws(HypervisorError) {
            findings += guestFindings(known, try await driver.guests())
            findings += try await reservationFindings()
        } catch {
            findings.append(
                Finding(
                    .problem, "hypervisor", subject: host.text, message: error.message,
                    advice:
                        "Start libvirtd (systemctl start libvirtd), or look into its log. Running VMs are not affected."
                ))
        }
        findings += try await diskFindings(known)
        findings += known.filter { $0.vmState == .error }.map(Self.inError)
        findings += await actionFindings()
        return findings
    }

    private func guestFindings(_ known: [ServerRecord], _ guests: [GuestState]) -> [Finding] {
        let ids = Set(known.map(\.id))
        let present = Set(guests.map(\.id))
        let strangers = guests.filter { !ids.contains($0.id) }.map { guest in
            Finding(
                guest.isOurs ? .warning : .note, "unknown-domain", subject: guest.id.text,
                message: "libvirt has a domain \(guest.name) that no server record belongs to.",
                advice: guest.isOurs
                    ? "It carries aerie's metadata: of another or an earlier database, perhaps. aerie leaves it alone; if nobody "
                        + "needs it: virsh destroy \(guest.id); virsh undefine --managed-save --nvram \(guest.id)"
                    : "It was not made by aerie and is left alone. Nothing to do.")
        }
        let missing = known.filter { !present.contains($0.id) && $0.taskState == nil && $0.launchedAt != nil }
        let gone = missing.filter { $0.vmState == .active || $0.vmState == .stopped || $0.vmState == .paused }
        return strangers
            + gone.map { server in
                Finding(
                    .problem, "missing-guest", subject: server.id.text,
                    message: "Server \(server.name) has no domain in libvirt.",
                    advice: "Its disks are kept. Build the domain anew: openstack server reboot --hard \(server.id)")
            }
    }

    private func reservationFindings() async throws(HypervisorError) -> [Finding] {
        guard let all = try? await networks.networks(in: .everything) else { return [] }
        var findings: [Finding] = []
        for network in all {
            guard let ports = try? await networks.ports(on: host) else { continue }
            let own = ports.filter { $0.network == network.id }
            for stray in try await driver.strayReservations(of: network, known: own) {
                findings.append(
                    Finding(
                        .warning, "stray-reservation", subject: stray,
                        message: "Network \(network.name) reserves an address (\(stray)) that no port has.",
                        advice: "It is removed when aeried starts again."))
            }
        }
        return findings
    }

    private func diskFindings(_ known: [ServerRecord]) async throws(ComputeError) -> [Finding] {
        let ids = Set(known.map(\.id))
        return try await disks.servers().filter { !ids.contains($0) }.map { id in
            Finding(
                .warning, "unknown-disks", subject: id.text,
                message: "There is an instance directory that no server record belongs to.",
                advice: "Nothing uses it. If its data is not needed, remove instances/\(id) below storage.directory.")
        }
    }

    private static func inError(_ server: ServerRecord) -> Finding {
        Finding(
            .warning, "server-in-error", subject: server.id.text,
            message: "Server \(server.name) is in ERROR.",
            advice: "openstack server show \(server.id) tells why; then reboot it hard, or delete it.")
    }

    private func actionFindings() async -> [Finding] {
        do {
            return try await stuckActions().map { action in
                Finding(
                    .problem, "stuck-action", subject: action.server, message: action.reason,
                    advice: "Deleting the server goes past the action. Keep the database for a bug report.")
            }
        } catch {
            return [
                Finding(
                    .problem, "store", subject: host.text, message: "Actions can't be read: \(error)",
                    advice: "Look into aeried's log.")
            ]
        }
    }
}
