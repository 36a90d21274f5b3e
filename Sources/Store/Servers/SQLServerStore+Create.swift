package import Compute

extension SQLServerStore {
    package func create(_ plan: ServerCreation) async throws(ComputeError) -> [ServerRecord] {
        defer { cache?.forget(plan.servers.map(\.id)) }
        return try await engine.writing { session in
            let count = try Self.fittingCount(plan, in: session)
            guard count > 0 else { return [] }
            let first = try session.takeNumbers(count, from: .servers)
            var created: [ServerRecord] = []
            for (index, template) in plan.servers.prefix(count).enumerated() {
                var server = template
                server.number = first + Int64(index)
                try insert(&server, ports: plan.ports, in: session)
                created.append(server)
            }
            for action in plan.actions.prefix(count) { try ActionRows.insert(action, in: session) }
            return created
        }
    }

    private func insert(
        _ server: inout ServerRecord, ports: [PortRequest], in session: any SQLSession
    ) throws {
        if try session.exists(SQLQuery("SELECT 1 FROM servers WHERE id = ?", [.text(server.id.text)])) {
            throw ComputeError.conflict("Instance \(server.id) already exists.")
        }
        try ServerRows.insert(server, in: session)
        let allocation = PortAllocation(session: session, world: world)
        for (position, request) in ports.enumerated() {
            try allocation.attach(request, to: server, at: position)
        }
        server.nics = []
        try loader.load(.nics, into: &server, in: session)
    }

    /// How many of the plan's servers the quota has room for.
    private static func fittingCount(_ plan: ServerCreation, in session: any SQLSession) throws -> Int {
        guard let project = plan.servers.first?.projectID else { return 0 }
        let used = try usage(of: project, in: session)
        var wanted = ProjectUsage()
        var count = 0
        for server in plan.servers {
            wanted.instances += 1
            wanted.cores += server.flavor.vcpus
            wanted.ram += server.flavor.ram
            if !excesses(wanted, over: used, plan.limits).isEmpty {
                if count < plan.minimumCount { throw overQuota(plan, of: server.flavor, used) }
                break
            }
            count += 1
        }
        return count
    }

    /// Names all that the whole request would take too much of: how many servers as a range, of the rest the most.
    private static func overQuota(
        _ plan: ServerCreation, of flavor: ServerFlavor, _ used: ProjectUsage
    ) -> ComputeError {
        let most = plan.maximumCount
        let wanted = ProjectUsage(
            instances: most, cores: product(most, flavor.vcpus), ram: product(most, flavor.ram))
        let count = plan.minimumCount == most ? String(most) : "\(plan.minimumCount)-\(most)"
        return .overQuota(
            excesses(wanted, over: used, plan.limits).map { resource in
                QuotaExcess(
                    resource.rawValue, requested: resource == .instances ? count : String(resource.amount(wanted)),
                    used: resource.amount(used), limit: resource.limit(plan.limits))
            })
    }

    /// Clients may ask for any number of servers.
    private static func product(_ count: Int, _ amount: Int) -> Int {
        let (product, isTooLarge) = count.multipliedReportingOverflow(by: amount)
        return isTooLarge ? .max : product
    }
}
