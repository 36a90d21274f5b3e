/// Which servers a list shows, and in which order (`GET /servers`, resources/servers.md).
package struct ServerQuery: Sendable, Hashable {
    /// How a text column is compared.
    package enum Match: Sendable, Hashable {
        case exactly(String)
        /// Unanchored, case-insensitive regular expression.
        case pattern(String)
    }

    package enum TextKey: String, Sendable, Hashable, CaseIterable {
        case name
        case hostname
        case description
        case host
        case node
        case userID = "user_id"
        case projectID = "project_id"
        case imageID = "image_ref"
        case flavorID = "flavor"
        case kernelID = "kernel_id"
        case ramdiskID = "ramdisk_id"
        case keyName = "key_name"
        case reservationID = "reservation_id"
        case availabilityZone = "availability_zone"
        case rootDeviceName = "root_device_name"
        case accessIPv4 = "access_ip_v4"
        case accessIPv6 = "access_ip_v6"
        case lockedBy = "locked_by"
        case id = "uuid"
        case createdAt = "created_at"
        case launchedAt = "launched_at"
        case terminatedAt = "terminated_at"
    }

    package enum SortKey: String, Sendable, Hashable, CaseIterable {
        case accessIPv4 = "access_ip_v4"
        case accessIPv6 = "access_ip_v6"
        case automaticDiskConfig = "auto_disk_config"
        case availabilityZone = "availability_zone"
        case configDrive = "config_drive"
        case createdAt = "created_at"
        case description = "display_description"
        case name = "display_name"
        case host
        case hostname
        case imageID = "image_ref"
        case flavorID = "instance_type_id"
        case kernelID = "kernel_id"
        case keyName = "key_name"
        case launchIndex = "launch_index"
        case launchedAt = "launched_at"
        case lockedBy = "locked_by"
        case locked
        case node
        case powerState = "power_state"
        case progress
        case projectID = "project_id"
        case ramdiskID = "ramdisk_id"
        case rootDeviceName = "root_device_name"
        case taskState = "task_state"
        case terminatedAt = "terminated_at"
        case updatedAt = "updated_at"
        case userID = "user_id"
        case id = "uuid"
        case vmState = "vm_state"
    }

    package typealias Order = SortOrder<SortKey>

    /// Whether deleted records are shown.
    package enum Deleted: Sendable, Hashable {
        case without
        case with
        case only
    }

    package struct StatePair: Sendable, Hashable {
        package var vmState: VMState
        package var taskState: TaskState

        package init(vmState: VMState, taskState: TaskState) {
            self.vmState = vmState
            self.taskState = taskState
        }
    }

    package var scope: Scope
    package var deleted: Deleted = .without
    /// Servers that can still be restored: beside the others, or beside deleted ones. With `.with` they always are.
    package var showsSoftDeleted = false
    /// Any of these, when not nil: idle states match a server whose task does not change its status, busy pairs exactly.
    package var statuses: [ServerStatus]?
    package var vmStates: [VMState]?
    /// Nil inside means "no task".
    package var taskStates: [TaskState?]?
    package var powerStates: [Int]?
    package var progress: Int?
    package var launchIndex: Int?
    package var text: [TextKey: Match] = [:]
    package var isLocked: Bool?
    package var configDrive: Bool?
    package var automaticDiskConfig: Bool?
    /// Regular expression anchored at the start, on any fixed IPv4 or IPv6 address.
    package var address: String?
    package var address6: String?
    package var allTags: [String] = []
    package var anyTags: [String] = []
    package var notAllTags: [String] = []
    package var notAnyTags: [String] = []
    /// On `updatedAt`, inclusive.
    package var changedSince: Timestamp?
    package var changedBefore: Timestamp?
    /// Empty: created_at descending, then number descending.
    package var order: [Order] = []
    package var page: Page
    package var facets: ServerFacets = []

    package init(scope: Scope, page: Page) {
        self.scope = scope
        self.page = page
    }
}
