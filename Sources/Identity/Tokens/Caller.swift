/// Who a request comes from.
package struct Caller: Sendable, Equatable {
    package var userID: String
    package var userName: String
    /// nil for an unscoped token, which has no roles.
    package var projectID: String?
    package var projectName: String?
    /// With the implied ones.
    package var roles: RoleSet
    package var expiresAt: UnixTime
    package var auditID: String

    package init(
        userID: String, userName: String, projectID: String?, projectName: String?, roles: RoleSet,
        expiresAt: UnixTime, auditID: String
    ) {
        self.userID = userID
        self.userName = userName
        self.projectID = projectID
        self.projectName = projectName
        self.roles = roles.expanded
        self.expiresAt = expiresAt
        self.auditID = auditID
    }

    /// Holds the admin role. What an admin may do is the policy's matter: ask `PolicyEngine`.
    package var isAdmin: Bool { roles.contains(.admin) }
    package var domainID: String { Domain.id }
    package var domainName: String { Domain.name }
}
