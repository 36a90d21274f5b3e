/// Rules that no operation asks for itself: others refer to them, and a policy file may redefine them for all at once.
/// The names are Nova's.
enum BasePolicy {
    static let contextIsAdmin = "context_is_admin"
    static let projectReaderOrAdmin = "project_reader_or_admin"
    static let projectMemberOrAdmin = "project_member_or_admin"
    static let projectManagerOrAdmin = "project_manager_or_admin"

    static let rules: [String: PolicyCheck] = [
        contextIsAdmin: .role(.admin),
        "admin_api": .rule(contextIsAdmin),
        "admin_or_owner": .any([.rule(contextIsAdmin), .projectMatches]),
        "project_reader_api": .all([.role(.reader), .projectMatches]),
        "project_member_api": .all([.role(.member), .projectMatches]),
        "project_manager_api": .all([.role(.manager), .projectMatches]),
        projectReaderOrAdmin: .any([.rule("project_reader_api"), .rule(contextIsAdmin)]),
        projectMemberOrAdmin: .any([.rule("project_member_api"), .rule(contextIsAdmin)]),
        projectManagerOrAdmin: .any([.rule("project_manager_api"), .rule(contextIsAdmin)]),
        "service_api": .role(.service),
    ]
}
