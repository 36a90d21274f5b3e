/// What projects may hold and what they hold.
package struct QuotaService: Sendable {
    private let servers: any ServerStore
    private let settings: ComputeSettings

    package init(servers: any ServerStore, settings: ComputeSettings) {
        self.servers = servers
        self.settings = settings
    }

    package func limits(of project: ProjectID) async throws(ComputeError) -> ProjectLimits {
        ProjectLimits(limits: settings.limits, usage: try await servers.usage(of: project))
    }
}

/// A project's upper bounds beside what it holds.
package struct ProjectLimits: Sendable, Hashable {
    package var limits: QuotaLimits
    package var usage: ProjectUsage

    package init(limits: QuotaLimits, usage: ProjectUsage) {
        self.limits = limits
        self.usage = usage
    }
}
