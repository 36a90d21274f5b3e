/// Who asked for a change and in which request; recorded with the instance action (`os-instance-actions`).
package struct Origin: Sendable, Hashable, Codable {
    /// `req-` and a UUID: the answer's `x-openstack-request-id`.
    package let requestID: String
    /// Nil for actions that a timer or the reconciler started.
    package let userID: UserID?
    package let projectID: ProjectID?
    /// The caller may pass locks (role admin).
    package let passesLocks: Bool

    package init(requestID: String, userID: UserID?, projectID: ProjectID?, passesLocks: Bool) {
        self.requestID = requestID
        self.userID = userID
        self.projectID = projectID
        self.passesLocks = passesLocks
    }
}
