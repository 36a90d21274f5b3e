package import APISchema
package import Identity

extension Visibility {
    package init(_ rule: PolicyRule) {
        self.init(rule: rule.rawValue)
    }

    /// Nil for a number that is no rule's.
    var policyRule: PolicyRule? { PolicyRule(rawValue: rule) }

    // Those that views mention.
    package static let extendedServerAttributes = Visibility(.extendedServerAttributes)
    package static let serversShowHostStatus = Visibility(.serversShowHostStatus)
    package static let serversShowHostStatusUnknownOnly = Visibility(.serversShowHostStatusUnknownOnly)
    package static let serversShowFlavorExtraSpecs = Visibility(.serversShowFlavorExtraSpecs)
}
