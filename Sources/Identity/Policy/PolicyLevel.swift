/// The defaults that rules choose from: the tokens of the contract's table of operations.
package enum PolicyLevel: CaseIterable, Sendable {
    /// Any valid token, with a project or not.
    case authenticated
    /// The role in the target's project, or admin.
    case reader, member, manager
    /// Role admin, in whatever project.
    case admin
    /// Admin, or the user whom the target belongs to.
    case adminOrOwner
    /// Role service, or admin.
    case service
    /// Role service, admin, or the user whom the target belongs to.
    case serviceOrOwner
    /// The role in whatever project.
    case readerAnywhere

    package var check: PolicyCheck {
        switch self {
        case .authenticated: .always
        case .reader: .rule(BasePolicy.projectReaderOrAdmin)
        case .member: .rule(BasePolicy.projectMemberOrAdmin)
        case .manager: .rule(BasePolicy.projectManagerOrAdmin)
        case .admin: .rule(BasePolicy.contextIsAdmin)
        case .adminOrOwner: .any([.rule(BasePolicy.contextIsAdmin), .userMatches])
        case .service: .any([.role(.service), .rule(BasePolicy.contextIsAdmin)])
        case .serviceOrOwner: .any([.role(.service), .rule(BasePolicy.contextIsAdmin), .userMatches])
        case .readerAnywhere: .role(.reader)
        }
    }
}
