import Compute

extension SQLServerStore {
    /// In the order in which messages name them.
    enum QuotaResource: String, CaseIterable {
        case cores, instances, ram

        func amount(_ usage: ProjectUsage) -> Int {
            switch self {
            case .instances: usage.instances
            case .cores: usage.cores
            case .ram: usage.ram
            }
        }

        func limit(_ limits: QuotaLimits) -> Int {
            switch self {
            case .instances: limits.instances
            case .cores: limits.cores
            case .ram: limits.ram
            }
        }
    }

    static func excesses(
        _ wanted: ProjectUsage, over used: ProjectUsage, _ limits: QuotaLimits
    ) -> [QuotaResource] {
        QuotaResource.allCases.filter { resource in
            let (limit, amount) = (resource.limit(limits), resource.amount(wanted))
            return limit >= 0 && amount > 0 && amount > limit - resource.amount(used)
        }
    }

    /// - Throws: `.overQuota`.
    static func check(_ claim: QuotaClaim, of project: ProjectID, in session: any SQLSession) throws {
        let used = try usage(of: project, in: session)
        let excesses = excesses(claim.amount, over: used, claim.limits).map { resource in
            QuotaExcess(
                resource.rawValue, requested: String(resource.amount(claim.amount)), used: resource.amount(used),
                limit: resource.limit(claim.limits))
        }
        if !excesses.isEmpty { throw ComputeError.overQuota(excesses) }
    }
}
