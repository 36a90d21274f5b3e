/// What `os-instance-actions` shows: the durable action's own row, seen from outside.
package struct InstanceAction: Sendable, Hashable {
    package var requestID: String
    package var server: ServerID
    /// The API's name: create, delete, start … (server-states.md, section 3).
    package var name: String
    package var userID: UserID?
    package var projectID: ProjectID?
    package var startedAt: Timestamp
    package var updatedAt: Timestamp?
    /// An event failed.
    package var hasFailed: Bool
    /// In the order in which they began.
    package var events: [InstanceEvent]

    package init(
        requestID: String, server: ServerID, name: String, userID: UserID?, projectID: ProjectID?,
        startedAt: Timestamp, updatedAt: Timestamp?, hasFailed: Bool, events: [InstanceEvent]
    ) {
        self.requestID = requestID
        self.server = server
        self.name = name
        self.userID = userID
        self.projectID = projectID
        self.startedAt = startedAt
        self.updatedAt = updatedAt
        self.hasFailed = hasFailed
        self.events = events
    }
}

/// One event of an instance action.
package struct InstanceEvent: Sendable, Hashable, Codable {
    package enum Result: String, Sendable, Hashable, Codable { case success = "Success", error = "Error" }

    /// `compute_start_instance` and the like.
    package var name: String
    package var startedAt: Timestamp
    package var finishedAt: Timestamp?
    package var result: Result?
    package var host: HostName?
    /// For administrators.
    package var traceback: String?
    package var details: String?

    package init(name: String, startedAt: Timestamp, host: HostName?) {
        self.name = name
        self.startedAt = startedAt
        self.host = host
    }
}
