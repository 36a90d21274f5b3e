import Compute
import HTTPAPI
import HTTPTypes

/// Turns the query of a server list into what the store is asked, by what the caller may do.
struct ServerListRequest {
    private(set) var query: ServerQuery
    /// No server can match, whatever is stored.
    private(set) var isImpossible = false
    private let asked: ServersQuery
    private let mayUseAllFilters: Bool

    /// - Parameter scope: what is listed: the caller's project, or everything with `all_tenants`.
    init(_ asked: ServersQuery, scope: Scope, page: Page, mayUseAllFilters: Bool) throws(APIError) {
        self.asked = asked
        self.mayUseAllFilters = mayUseAllFilters
        query = ServerQuery(scope: scope, page: page)
        query.changedSince = asked.changedSince.map { Timestamp(microseconds: $0) }
        query.changedBefore = asked.changedBefore.map { Timestamp(microseconds: $0) }
        query.isLocked = asked.isLocked
        try readDeleted()
        try readStatuses()
        try readOrder()
        for (key, value) in asked.filters.sorted(by: { $0.key < $1.key }) { try apply(key, value) }
        guard mayUseAllFilters else { return }
        for (key, value) in asked.restricted.sorted(by: { $0.key < $1.key }) { try apply(key, value) }
    }

    /// Changes are told of deleted servers too, unless these are left out by name.
    private mutating func readDeleted() throws(APIError) {
        let asksForChanges = asked.changedSince != nil || asked.changedBefore != nil
        switch mayUseAllFilters ? asked.deleted : nil {
        case true?: query.deleted = .only
        case false?: query.deleted = .without
        case nil: query.deleted = asksForChanges ? .with : .without
        }
        guard mayUseAllFilters else { return }
        query.showsSoftDeleted = asked.softDeleted ?? (query.deleted == .only)
    }

    /// Soft-deleted servers are hidden from everyone but administrators who ask for them.
    private mutating func showSoftDeleted() {
        if mayUseAllFilters { query.showsSoftDeleted = true }
    }

    private mutating func readStatuses() throws(APIError) {
        let texts = asked.statuses + asked.checkedStatuses
        guard !texts.isEmpty else { return }
        let statuses = texts.compactMap { ServerStatus(rawValue: $0.uppercased()) }
        if statuses.isEmpty {
            guard asked.checkedStatuses.isEmpty else { throw APIError(.badRequest, "Invalid status value") }
            return isImpossible = true
        }
        if statuses.contains(.deleted) {
            guard mayUseAllFilters else {
                throw APIError(.forbidden, "Only administrators may list deleted instances")
            }
            query.deleted = .with
        }
        if statuses.contains(.softDeleted) { showSoftDeleted() }
        query.statuses = statuses
    }

    // MARK: Order

    private mutating func readOrder() throws(APIError) {
        let keys = asked.sortKeys.isEmpty ? [.createdAt] : asked.sortKeys
        let directions = asked.sortDirections
        guard directions.count <= keys.count else {
            throw APIError(.badRequest, "Sort direction size exceeds sort key size")
        }
        guard !asked.sortKeys.isEmpty || !directions.isEmpty else { return }
        let rest = directions.first ?? .descending
        query.order = keys.enumerated().compactMap { index, key in
            key.map { ServerQuery.Order(key: $0, direction: index < directions.count ? directions[index] : rest) }
        }
        if !mayUseAllFilters, query.order.contains(where: { $0.key == .host || $0.key == .node }) {
            throw APIError(.forbidden, "Only administrators can sort servers by host or node")
        }
    }

    // MARK: Filters

    private mutating func apply(_ key: String, _ value: String) throws(APIError) {
        if let column = Self.exactColumns[key] {
            query.text[column] = .exactly(value)
        } else if let column = Self.patternColumns[key] {
            query.text[column] = .pattern(value)
        } else if ServersQuery.joinedNames.contains(key) {
            throw Self.invalid(key)
        } else {
            try applySpecial(key, value)
        }
    }

    static func invalid(_ key: String) -> APIError { APIError(.badRequest, "Invalid filter field: \(key).") }

    private mutating func applySpecial(_ key: String, _ value: String) throws(APIError) {
        switch key {
        case "project_id", "tenant_id":
            if query.scope == .everything { query.text[.projectID] = .exactly(value) }
        case "ip": query.address = value
        case "ip6": query.address6 = value
        case "vm_state":
            query.vmStates = match(VMState(rawValue: value))
            if query.vmStates == [.softDeleted] { showSoftDeleted() }
        case "task_state": query.taskStates = match(TaskState(rawValue: value))
        case "power_state": query.powerStates = match(Int(value))
        case "progress": query.progress = match(Int(value))?.first
        case "launch_index": query.launchIndex = match(Int(value))?.first
        case "config_drive": query.configDrive = try boolean(key, value)
        case "auto_disk_config": query.automaticDiskConfig = try boolean(key, value)
        case "tags": query.allTags = tags(value)
        case "tags-any": query.anyTags = tags(value)
        case "not-tags": query.notAllTags = tags(value)
        case "not-tags-any": query.notAnyTags = tags(value)
        default: throw Self.invalid(key)
        }
    }

    /// A value that no server can have matches none.
    private mutating func match<Value>(_ value: Value?) -> [Value]? {
        if value == nil { isImpossible = true }
        return value.map { [$0] }
    }

    private func boolean(_ key: String, _ value: String) throws(APIError) -> Bool {
        switch value.lowercased() {
        case "1", "t", "true", "on", "y", "yes": true
        case "0", "f", "false", "off", "n", "no", "": false
        default:
            throw APIError(
                .badRequest, "Invalid input for query parameters \(key). Value: \(value). It is not a boolean")
        }
    }

    private func tags(_ value: String) -> [String] { value.split(separator: ",").map(String.init) }

    private static let exactColumns: [String: ServerQuery.TextKey] = [
        "user_id": .userID, "image_ref": .imageID, "image": .imageID, "host": .host, "uuid": .id, "flavor": .flavorID,
    ]

    private static let patternColumns: [String: ServerQuery.TextKey] = [
        "kernel_id": .kernelID, "ramdisk_id": .ramdiskID, "node": .node, "name": .name, "display_name": .name,
        "description": .description, "display_description": .description, "locked_by": .lockedBy,
        "root_device_name": .rootDeviceName, "access_ip_v4": .accessIPv4, "access_ip_v6": .accessIPv6,
        "reservation_id": .reservationID, "availability_zone": .availabilityZone, "key_name": .keyName,
        "created_at": .createdAt, "launched_at": .launchedAt, "terminated_at": .terminatedAt, "hostname": .hostname,
    ]
}
