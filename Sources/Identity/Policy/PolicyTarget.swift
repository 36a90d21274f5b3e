/// Whom the object of an operation belongs to.
package struct PolicyTarget: Sendable, Equatable {
    package var projectID: String?
    package var userID: String?

    package init(project: String?, user: String? = nil) {
        projectID = project
        userID = user
    }

    /// For lists and creates: what comes of them is the caller's own.
    package static func own(_ caller: Caller) -> PolicyTarget {
        PolicyTarget(project: caller.projectID, user: caller.userID)
    }
}
