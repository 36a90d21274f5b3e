/// What a view knows about the request besides the record: where links start, and what the caller may see. Made once per
/// response.
package struct ViewContext: Sendable {
    package let links: LinkBase
    /// The rules among those that the view mentions which the caller passes.
    let granted: Set<Visibility>
    /// Picks the plans of nested views.
    let version: Microversion
    private let policy: @Sendable (Visibility) -> Bool

    init(
        links: LinkBase, granted: Set<Visibility>, version: Microversion,
        policy: @escaping @Sendable (Visibility) -> Bool
    ) {
        self.links = links
        self.granted = granted
        self.version = version
        self.policy = policy
    }

    /// Asks policy now; for rules that depend on the record's values.
    package func allows(_ rule: Visibility) -> Bool { policy(rule) }
}
