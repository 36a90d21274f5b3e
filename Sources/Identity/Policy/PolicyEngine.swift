/// Decides who may do what. Compiled once at start; a check afterwards is an array index and a few comparisons.
package struct PolicyEngine: Sendable {
    /// By `PolicyRule.rawValue`.
    private let checks: [PolicyCheck]
    private let admin: PolicyCheck

    /// Throws when the overrides hold an unknown rule, a reference to none, or a circle.
    package init(overrides: PolicyOverrides? = nil) throws(PolicyError) {
        var compiler = try PolicyCompiler(overrides)
        var checks: [PolicyCheck] = []
        for rule in PolicyRule.allCases { checks.append(try compiler.check(rule.name)) }
        // Rules of the file that only others use are compiled too: a mistake there is told at start.
        for entry in overrides?.entries ?? [] { _ = try compiler.check(entry.name) }
        self.checks = checks
        admin = try compiler.check(BasePolicy.contextIsAdmin)
    }

    /// With the policy file at `path`; nil for the defaults alone.
    package static func load(path: String?) throws(PolicyError) -> PolicyEngine {
        guard let path else { return try PolicyEngine() }
        return try PolicyEngine(overrides: try PolicyOverrides(path: path))
    }

    package func allows(_ rule: PolicyRule, _ caller: Caller, _ target: PolicyTarget) -> Bool {
        checks[rule.rawValue].passes(caller, target)
    }

    /// For lists and creates: the target is the caller's own project.
    package func allows(_ rule: PolicyRule, _ caller: Caller) -> Bool {
        allows(rule, caller, .own(caller))
    }

    /// By `context_is_admin`, which a policy file may widen or narrow.
    package func isAdmin(_ caller: Caller) -> Bool {
        admin.passes(caller, .own(caller))
    }

    /// The text of a refusal.
    package static func denial(_ rule: PolicyRule) -> String {
        "Policy doesn't allow \(rule.name) to be performed."
    }
}
