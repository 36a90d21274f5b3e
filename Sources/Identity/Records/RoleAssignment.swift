package struct RoleAssignment: Sendable, Hashable {
    package let userID: String
    package let projectID: String
    package let role: Role

    package init(userID: String, projectID: String, role: Role) {
        self.userID = userID
        self.projectID = projectID
        self.role = role
    }
}
