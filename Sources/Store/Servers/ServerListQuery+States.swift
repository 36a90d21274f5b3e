import Compute

extension ServerListQuery {
    func addStates(to sql: inout SQLQuery) {
        if let statuses = query.statuses {
            sql.add(" AND (1 = 0")
            for status in statuses { add(status, to: &sql) }
            sql.add(")")
        }
        if let states = query.vmStates {
            sql.add(" AND s.vm_state IN ")
            sql.addList(states.map { .text($0.rawValue) })
        }
        if let tasks = query.taskStates {
            sql.add(" AND (s.task_state IN ")
            sql.addList(tasks.compactMap { $0.map { .text($0.rawValue) } })
            if tasks.contains(nil) { sql.add(" OR s.task_state IS NULL") }
            sql.add(")")
        }
        if let powerStates = query.powerStates {
            sql.add(" AND s.power_state IN ")
            sql.addList(powerStates.map { .integer($0) })
        }
    }

    private func add(_ status: ServerStatus, to sql: inout SQLQuery) {
        for state in status.idleStates {
            // Tasks that make another status of this state.
            let busy = TaskState.allCases.filter { ServerStatus(vmState: state, taskState: $0) != status }
            sql.add(" OR (s.vm_state = ?", .text(state.rawValue))
            if !busy.isEmpty {
                sql.add(" AND (s.task_state IS NULL OR s.task_state NOT IN ")
                sql.addList(busy.map { .text($0.rawValue) })
                sql.add(")")
            }
            sql.add(")")
        }
        for (state, task) in status.busyStates where !status.idleStates.contains(state) {
            sql.add(" OR (s.vm_state = ? AND s.task_state = ?)", .text(state.rawValue), .text(task.rawValue))
        }
    }

    func addTags(to sql: inout SQLQuery) {
        for tag in query.allTags {
            sql.add(" AND EXISTS ")
            addTag([tag], to: &sql)
        }
        if !query.anyTags.isEmpty {
            sql.add(" AND EXISTS ")
            addTag(query.anyTags, to: &sql)
        }
        if !query.notAllTags.isEmpty {
            sql.add(" AND NOT (")
            sql.addEach(query.notAllTags, separatedBy: " AND ") { sql, tag in
                sql.add("EXISTS ")
                addTag([tag], to: &sql)
            }
            sql.add(")")
        }
        if !query.notAnyTags.isEmpty {
            sql.add(" AND NOT EXISTS ")
            addTag(query.notAnyTags, to: &sql)
        }
    }

    private func addTag(_ tags: [String], to sql: inout SQLQuery) {
        sql.add("(SELECT 1 FROM server_tags t WHERE t.server = s.number AND t.tag IN ")
        sql.addList(tags.map { .text($0) })
        sql.add(")")
    }
}

extension ServerQuery.TextKey {
    var column: StaticString {
        switch self {
        case .name: "s.name"
        case .hostname: "s.hostname"
        case .description: "s.summary"
        case .host: "s.host"
        case .node: "s.node"
        case .userID: "s.user_id"
        case .projectID: "s.project_id"
        case .imageID: "s.image_id"
        case .flavorID: "s.flavor_id"
        case .kernelID: "s.kernel_id"
        case .ramdiskID: "s.ramdisk_id"
        case .keyName: "s.key_name"
        case .reservationID: "s.reservation_id"
        case .availabilityZone: "s.availability_zone"
        case .rootDeviceName: "s.root_device_name"
        case .accessIPv4: "s.access_ipv4"
        case .accessIPv6: "s.access_ipv6"
        case .lockedBy: "s.locked_by"
        case .id: "s.id"
        case .createdAt: "s.created_at"
        case .launchedAt: "s.launched_at"
        case .terminatedAt: "s.terminated_at"
        }
    }

    /// Compared as `2026-11-21 07:10:09`.
    var isTime: Bool {
        switch self {
        case .createdAt, .launchedAt, .terminatedAt: true
        case .name, .hostname, .description, .host, .node, .userID, .projectID, .imageID, .flavorID, .kernelID,
            .ramdiskID, .keyName, .reservationID, .availabilityZone, .rootDeviceName, .accessIPv4, .accessIPv6,
            .lockedBy, .id:
            false
        }
    }
}

extension ServerQuery.SortKey {
    func key(_ direction: SortDirection) -> KeysetOrder.Key {
        switch self {
        case .accessIPv4: KeysetOrder.Key("s.access_ipv4", .text, direction)
        case .accessIPv6: KeysetOrder.Key("s.access_ipv6", .text, direction)
        case .automaticDiskConfig: KeysetOrder.Key("s.automatic_disk_config", .integer, direction)
        case .availabilityZone: KeysetOrder.Key("s.availability_zone", .text, direction)
        case .configDrive: KeysetOrder.Key("s.config_drive", .integer, direction)
        case .createdAt: KeysetOrder.Key("s.created_at", .integer, direction)
        case .description: KeysetOrder.Key("s.summary", .text, nullable: true, direction)
        case .name: KeysetOrder.Key("s.name", .text, direction)
        case .host: KeysetOrder.Key("s.host", .text, nullable: true, direction)
        case .hostname: KeysetOrder.Key("s.hostname", .text, direction)
        case .imageID: KeysetOrder.Key("s.image_id", .text, nullable: true, direction)
        case .flavorID: KeysetOrder.Key("s.flavor_id", .text, direction)
        case .kernelID: KeysetOrder.Key("s.kernel_id", .text, nullable: true, direction)
        case .keyName: KeysetOrder.Key("s.key_name", .text, nullable: true, direction)
        case .launchIndex: KeysetOrder.Key("s.launch_index", .integer, direction)
        case .launchedAt: KeysetOrder.Key("s.launched_at", .integer, nullable: true, direction)
        case .lockedBy: KeysetOrder.Key("s.locked_by", .text, nullable: true, direction)
        case .locked: KeysetOrder.Key("CASE WHEN s.locked_by IS NULL THEN 0 ELSE 1 END", .integer, direction)
        case .node: KeysetOrder.Key("s.node", .text, nullable: true, direction)
        case .powerState: KeysetOrder.Key("s.power_state", .integer, direction)
        case .progress: KeysetOrder.Key("s.progress", .integer, direction)
        case .projectID: KeysetOrder.Key("s.project_id", .text, direction)
        case .ramdiskID: KeysetOrder.Key("s.ramdisk_id", .text, nullable: true, direction)
        case .rootDeviceName: KeysetOrder.Key("s.root_device_name", .text, nullable: true, direction)
        case .taskState: KeysetOrder.Key("s.task_state", .text, nullable: true, direction)
        case .terminatedAt: KeysetOrder.Key("s.terminated_at", .integer, nullable: true, direction)
        case .updatedAt: KeysetOrder.Key("s.updated_at", .integer, direction)
        case .userID: KeysetOrder.Key("s.user_id", .text, direction)
        case .id: KeysetOrder.Key("s.id", .text, direction)
        case .vmState: KeysetOrder.Key("s.vm_state", .text, direction)
        }
    }
}
