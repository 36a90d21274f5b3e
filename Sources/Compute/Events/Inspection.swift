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
    private let conditions: NetworkConditions
    private let host: HostName
    /// Servers with an open action; with the reason when it can't be read.
    private let openActions: @Sendable () async throws -> [(server: String, reason: String?)]

    package init(
        servers: any ServerStore, networks: any NetworkStore, driver: any HypervisorDriver,
        disks: any InstanceDisks, conditions: NetworkConditions, host: HostName,
        openActions: @escaping @Sendable () async throws -> [(server: String, reason: String?)]
    ) {
        self.servers = servers
        self.networks = networks
        self.driver = driver
        self.disks = disks
        self.conditions = conditions
        self.host = host
        self.openActions = openActions
    }

    package func findings() async throws(ComputeError) -> [Finding] {
        let known = try await servers.servers(on: host, facets: [])
        let all = try await networks.networks(in: .everything)
        let ports = try await networks.ports(on: host)
        var findings: [Finding] = []
        // Nil while nobody can tell.
        var guests: [GuestState]?
        do throws(HypervisorError) {
            guests = try await driver.guests()
            findings += try await networkFindings(all, ports)
        } catch {
            findings.append(
                Finding(
                    .problem, "hypervisor", subject: host.text, message: error.message,
                    advice:
                        "Start libvirtd (systemctl start libvirtd), or look into its log. Running VMs are not affected."
                ))
        }
        if let guests { findings = try await guestFindings(known, guests) + findings }
        findings += try await diskFindings(known, guests)
        if let guests { findings += try await stateFindings(known, guests) }
        let everyone = try await known + servers.servers(on: nil, facets: [])
        findings += everyone.filter { $0.vmState == .error }.map(Self.inError)
        findings += await actionFindings(everyone)
        return findings
    }

    /// Servers come and go between two looks: whatever is found is looked for once more in the store.
    private func guestFindings(
        _ known: [ServerRecord], _ guests: [GuestState]
    ) async throws(ComputeError) -> [Finding] {
        let ids = Set(known.map(\.id))
        let present = Set(guests.map(\.id))
        var findings: [Finding] = []
        for guest in guests where !ids.contains(guest.id) {
            guard try await !exists(guest.id) else { continue }
            findings.append(
                Finding(
                    guest.isOurs ? .warning : .note, "unknown-domain", subject: guest.id.text,
                    message: "libvirt has a domain \(guest.name) that no server record belongs to.",
                    advice: Self.advice(on: guest)))
        }
        let missing = known.filter { !present.contains($0.id) && $0.taskState == nil && $0.launchedAt != nil }
        let gone = missing.filter { $0.vmState == .active || $0.vmState == .stopped || $0.vmState == .paused }
        for server in gone {
            guard try await isUnchanged(server) else { continue }
            findings.append(
                Finding(
                    .problem, "missing-guest", subject: server.id.text,
                    message: "Server \(server.name) has no domain in libvirt.",
                    advice: "Its disks are kept. Build the domain anew: openstack server reboot --hard \(server.id)"))
        }
        return findings
    }

    private static func advice(on stranger: GuestState) -> String {
        guard stranger.isOurs else { return "It was not made by aerie and is left alone. Nothing to do." }
        let origin = "It carries aerie's metadata: of another cloud on this host, or of an earlier database, perhaps."
        guard stranger.power == .shutdown else { return origin + " It is on, and left alone." }
        return origin
            + " aerie leaves it alone; if nobody needs it: virsh undefine --managed-save --nvram --tpm \(stranger.id)"
    }

    private func networkFindings(
        _ all: [NetworkRecord], _ ports: [PortRecord]
    ) async throws(HypervisorError) -> [Finding] {
        var findings: [Finding] = []
        for network in all {
            let own = ports.filter { $0.network == network.id }
            findings += stateFindings(of: network, hasPorts: !own.isEmpty, try await driver.rangeConflicts(of: network))
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

    private func stateFindings(
        of network: NetworkRecord, hasPorts: Bool, _ conflicts: [RangeConflict]
    ) -> [Finding] {
        let condition = conditions.condition(of: network.id)
        let ranges = network.subnets.map { "\($0.cidr)" }.joined(separator: ", ")
        let clashes = conflicts.map { conflict in
            Finding(
                conflict.preventsStart && condition != .holds ? .problem : .warning, "range-in-use",
                subject: network.name,
                message: "Network \(network.name) has \(ranges), and \(conflict.holder) has \(conflict.range).",
                advice: "Take the range away from \(conflict.holder), or "
                    + (hasPorts ? "delete the servers on \(network.name), " : "")
                    + "set network.cidr to a free one and start aeried again.")
        }
        guard case .failing(let reason)? = condition, !conflicts.contains(where: \.preventsStart) else {
            return clashes
        }
        return clashes + [
            Finding(
                .problem, "network", subject: network.name,
                message: "Network \(network.name) does not run as it should: \(reason)",
                advice:
                    "Mend what it says; aeried tries again every 30 s at the latest. virsh net-list --all shows libvirt's side."
            )
        ]
    }

    /// A domain that aerie did not make may have a TPM too, and a server that is on no host has its state kept.
    private func stateFindings(
        _ known: [ServerRecord], _ guests: [GuestState]
    ) async throws(ComputeError) -> [Finding] {
        let owners = Set(known.map(\.id)).union(guests.map(\.id))
        var findings: [Finding] = []
        for id in try await disks.statesOnHost().subtracting(owners).sorted() where try await !exists(id) {
            findings.append(Self.unknownState(of: id))
        }
        return findings
    }

    private func exists(_ id: ServerID) async throws(ComputeError) -> Bool {
        do throws(ComputeError) {
            _ = try await servers.server(id, in: .everything, facets: [], includingDeleted: false)
            return true
        } catch .notFound {
            return false
        }
    }

    private func isUnchanged(_ server: ServerRecord) async throws(ComputeError) -> Bool {
        do throws(ComputeError) {
            let now = try await servers.server(server.id, in: .everything, facets: [], includingDeleted: false)
            return now.updatedAt == server.updatedAt
        } catch .notFound {
            return false
        }
    }

    private static func unknownState(of id: ServerID) -> Finding {
        Finding(
            .warning, "unknown-state", subject: id.text,
            message: "There is a TPM's state, or firmware variables kept aside, of no server and no domain.",
            advice:
                "It is another cloud's on this host, perhaps. Else nothing uses it: what is sealed with that TPM is lost with it; "
                + "if nobody needs that, remove "
                + "/var/lib/libvirt/swtpm/\(id), and states/\(id) below storage.directory.")
    }

    /// - Parameter guests: nil when nobody can tell.
    private func diskFindings(
        _ known: [ServerRecord], _ guests: [GuestState]?
    ) async throws(ComputeError) -> [Finding] {
        let ids = Set(known.map(\.id))
        var findings: [Finding] = []
        for id in try await disks.servers() where !ids.contains(id) {
            guard try await !exists(id) else { continue }
            findings.append(
                Finding(
                    .warning, "unknown-disks", subject: id.text,
                    message: "There is an instance directory that no server record belongs to.",
                    advice: Self.advice(onDisksOf: id, guests)))
        }
        return findings
    }

    private static func advice(onDisksOf id: ServerID, _ guests: [GuestState]?) -> String {
        let removal = "if its data is not needed, remove instances/\(id) below storage.directory."
        guard let guests else {
            return "Leave it: while libvirt does not answer, nobody can tell whether a domain uses it."
        }
        guard let guest = guests.first(where: { $0.id == id }) else { return "No domain has it: \(removal)" }
        return "Domain \(guest.name) has it: see to that first, then \(removal)"
    }

    private static func inError(_ server: ServerRecord) -> Finding {
        Finding(
            .warning, "server-in-error", subject: server.id.text,
            message: "Server \(server.name) is in ERROR.",
            advice: "openstack server show \(server.id) tells why; then reboot it hard, or delete it.")
    }

    private func actionFindings(_ known: [ServerRecord]) async -> [Finding] {
        do {
            let open = try await openActions()
            let stuck = open.compactMap { action in
                action.reason.map { reason in
                    Finding(
                        .problem, "stuck-action", subject: action.server, message: reason,
                        advice: "Deleting the server goes past the action. Keep the database for a bug report.")
                }
            }
            return stuck + (try await lostTasks(known, busy: Set(open.map { ServerID($0.server) })))
        } catch {
            return [
                Finding(
                    .problem, "store", subject: host.text, message: "Actions can't be read: \(error)",
                    advice: "Look into aeried's log.")
            ]
        }
    }

    private func lostTasks(_ known: [ServerRecord], busy: Set<ServerID>) async throws(ComputeError) -> [Finding] {
        let idle = known.filter { $0.taskState != nil && !busy.contains($0.id) }
        if idle.isEmpty { return [] }
        // Their actions may have ended since the servers were read.
        let now = try await servers.servers(on: host, facets: []) + servers.servers(on: nil, facets: [])
        return idle.filter { server in now.contains { $0.id == server.id && $0.updatedAt == server.updatedAt } }.map {
            Finding(
                .problem, "lost-task", subject: $0.id.text,
                message: "Server \($0.name) is in task \($0.taskState?.rawValue ?? "none"), but no action works on it.",
                advice: "Start aeried again: it deletes the server if that is what was wanted, else it ends the task.")
        }
    }
}
