extension IdentityService {
    /// Refuses what would leave nobody who can administer the cloud: there would be no way back.
    /// - Parameter isLost: of an assignment of the role `admin`, whether it would count no more.
    func requireAdministrator(
        without isLost: (RoleAssignment) -> Bool
    ) async throws(IdentityError) {
        let all = try await assignments().filter { $0.role == .admin }
        guard all.contains(where: isLost) else { return }
        for left in all where !isLost(left) {
            let user = try await user(.id(left.userID))
            let project = try await project(.id(left.projectID))
            if user?.isEnabled == true, project?.isEnabled == true { return }
        }
        throw .forbidden("Nobody else can administer this cloud. Give another user the role admin first.")
    }
}
