/// All that the Identity API shows of a token, the catalog aside.
package struct TokenInfo: Sendable, Equatable {
    package var userID: String
    package var userName: String
    package var project: Project?
    /// With the implied ones; empty for an unscoped token.
    package var roles: [Role]
    package var methods: [String]
    package var auditIDs: [String]
    package var issuedAt: UnixTime
    package var expiresAt: UnixTime

    init(_ standing: Standing) {
        userID = standing.user.id
        userName = standing.user.name
        project = standing.project
        roles = standing.roles.roles
        methods = standing.payload.methods.names
        auditIDs = standing.payload.auditIDs
        issuedAt = standing.payload.issuedAt
        expiresAt = standing.payload.expiresAt
    }
}
