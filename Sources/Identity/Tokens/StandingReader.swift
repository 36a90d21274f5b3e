/// Looks up what a token is worth now.
struct StandingReader: Sendable {
    let store: any IdentityStore

    /// Throws `.unauthorized` when the user or project is gone or disabled, no role is left, or the token was revoked.
    func standing(of payload: TokenPayload) async throws(IdentityError) -> Standing {
        do {
            guard let user = try await store.user(id: IdentityID.hex(payload.userID)), user.isEnabled,
                try await !store.isRevoked(
                    auditID: Base64Text.url.encode(payload.auditID), userID: user.id, issuedAt: payload.issuedAt)
            else { throw IdentityError.unauthorized }
            guard let projectID = payload.projectID else {
                return Standing(payload: payload, user: user, project: nil, roles: [])
            }
            guard let access = try await access(of: user.id, to: IdentityID.hex(projectID)) else {
                throw IdentityError.unauthorized
            }
            return Standing(payload: payload, user: user, project: access.project, roles: access.roles)
        } catch let error as IdentityError {
            throw error
        } catch let error as IdentityStoreError {
            throw IdentityError(error, .token, id: "")
        } catch {
            throw .unavailable("\(error)")
        }
    }

    /// nil when the project is gone or disabled or the user has no role in it.
    func access(
        of userID: String, to projectID: String
    ) async throws(IdentityStoreError) -> (project: Project, roles: RoleSet)? {
        guard let project = try await store.project(id: projectID), project.isEnabled else { return nil }
        let roles = RoleSet(try await store.assignments(userID: userID, projectID: projectID).map(\.role))
        return roles.isEmpty ? nil : (project, roles.expanded)
    }
}
