/// A genuine token together with what the store says of its user and project now.
struct Standing: Sendable {
    var payload: TokenPayload
    var user: User
    var project: Project?
    var roles: RoleSet

    var caller: Caller {
        Caller(
            userID: user.id, userName: user.name, projectID: project?.id, projectName: project?.name, roles: roles,
            expiresAt: payload.expiresAt, auditID: Base64Text.url.encode(payload.auditID))
    }
}
