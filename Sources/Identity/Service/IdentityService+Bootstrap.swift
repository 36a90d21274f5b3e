import Logging

extension IdentityService {
    package static let firstUserName = "admin"
    package static let firstProjectName = "admin"

    /// The first user, `admin` with role admin in project `admin`, for a store where nobody has a role yet. Returns
    /// false and does nothing in any other. Safe to repeat after it was cut short.
    package func bootstrap(adminPassword: String) async throws(IdentityError) -> Bool {
        guard try await assignments().isEmpty else { return false }
        let project = try await firstProject()
        let user = try await firstUser(adminPassword, project)
        try await grant(.admin, user: user.id, project: project.id)
        logger.notice("created the first user", metadata: ["user": "\(user.name)", "project": "\(project.name)"])
        return true
    }

    private func firstProject() async throws(IdentityError) -> Project {
        if let project = try await project(.name(Self.firstProjectName, .id(Domain.id))) { return project }
        return try await createProject(
            NewProject(name: Self.firstProjectName, description: "The administrator's project"))
    }

    private func firstUser(_ password: String, _ project: Project) async throws(IdentityError) -> User {
        guard let user = try await user(.name(Self.firstUserName, .id(Domain.id))) else {
            return try await createUser(
                NewUser(name: Self.firstUserName, password: password, defaultProjectID: project.id))
        }
        return try await updateUser(
            id: user.id, UserUpdate(password: password, isEnabled: true, defaultProjectID: .to(project.id)))
    }
}
