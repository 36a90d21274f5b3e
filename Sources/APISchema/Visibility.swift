/// The policy rule that decides who sees a field, by its position in the policy table. This module knows no rules: their
/// names are declared where policy is known.
package struct Visibility: Sendable, Hashable {
    package let rule: Int

    package init(rule: Int) {
        self.rule = rule
    }
}
