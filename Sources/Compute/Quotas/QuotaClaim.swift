/// What a change of a server adds to what its project holds, and how much that may be.
package struct QuotaClaim: Sendable, Hashable {
    package let amount: ProjectUsage
    package let limits: QuotaLimits

    package init(_ amount: ProjectUsage, limits: QuotaLimits) {
        self.amount = amount
        self.limits = limits
    }
}
