import Compute

/// What is written to `servers` and the tables around it.
enum ServerRows {
    static func insert(_ server: ServerRecord, in session: any SQLSession) throws {
        try session.execute(SQLQuery(insertStatement, try values(of: server)))
        try insertMetadata(server.metadata, of: server.number, in: session)
        try insertTags(server.tags, of: server.number, in: session)
        if let fault = server.fault { try replaceFault(fault, of: server.number, in: session) }
        if let data = server.userData { try insertUserData(data, of: server.number, in: session) }
    }

    private static let insertStatement: StaticString = """
        INSERT INTO servers (
            number, id, name, hostname, summary, project_id, user_id, flavor, image, created_at, reservation_id, vm_state,
            task_state, power_state, progress, host, node, availability_zone, pinned_zone, updated_at, launched_at,
            terminated_at, deleted_at, key_name, key_data, config_drive, access_ipv4, access_ipv6, automatic_disk_config,
            locked_by, locked_reason, launch_index, root_device_name, trusted_certificates, scheduler_hints, machine_type,
            virt_type, flavor_id, vcpus, ram, disk, image_id, kernel_id, ramdisk_id, soft_deleted_at,
            shelved_image, shelved_at, shelved_written, resize, claim)
        VALUES (
            ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
            ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    private static func values(of server: ServerRecord) throws -> [SQLValue] {
        let (flavor, held) = (server.flavor, server.holdings)
        return [
            .integer(server.number), .text(server.id.text), .text(server.name), .text(server.hostname),
            .text(server.summary), .text(server.projectID.text), .text(server.userID.text),
            .text(try JSONText.encode(flavor)), .text(try server.image.map { try JSONText.encode($0) }),
            .integer(server.createdAt.microseconds), .text(server.reservationID),
        ] + stateValues(of: server) + (try restValues(of: server)) + [
            .text(flavor.id), .integer(held.vcpus), .integer(held.ram), .integer(held.disk),
            .text(server.image?.id.text), .text(server.image?.kernelID?.text), .text(server.image?.ramdiskID?.text),
            .integer(server.softDeletedAt?.microseconds), .text(server.shelf?.image.text),
            .integer(server.shelf?.since.microseconds), .integer(server.shelf?.written?.microseconds),
            .text(try server.resize.map { try JSONText.encode($0) }),
            .text(try server.claim.map { try JSONText.encode($0) }),
        ]
    }

    private static func stateValues(of server: ServerRecord) -> [SQLValue] {
        [
            .text(server.vmState.rawValue), .text(server.taskState?.rawValue), .integer(server.powerState.rawValue),
            .integer(server.progress), .text(server.host?.text), .text(server.node), .text(server.availabilityZone),
            .text(server.pinnedAvailabilityZone), .integer(server.updatedAt.microseconds),
            .integer(server.launchedAt?.microseconds), .integer(server.terminatedAt?.microseconds),
            .integer(server.deletedAt?.microseconds),
        ]
    }

    private static func restValues(of server: ServerRecord) throws -> [SQLValue] {
        [
            .text(server.keyName), .text(server.keyData), .flag(server.configDrive), .text(server.accessIPv4),
            .text(server.accessIPv6), .flag(server.automaticDiskConfig), .text(server.lock?.holder.rawValue),
            .text(server.lock?.reason), .integer(server.launchIndex), .text(server.rootDeviceName),
            .text(try server.trustedImageCertificates.map { try JSONText.encode($0) }), .text(server.schedulerHints),
            .text(server.machineType), .text(server.virtType?.rawValue),
        ]
    }

    static func insertMetadata(_ items: [String: String], of server: Int64, in session: any SQLSession) throws {
        for (name, value) in items {
            try session.execute(
                SQLQuery(
                    "INSERT INTO server_metadata (server, name, value) VALUES (?, ?, ?)",
                    [.integer(server), .text(name), .text(value)]))
        }
    }

    static func insertTags(_ tags: [String], of server: Int64, in session: any SQLSession) throws {
        for tag in tags {
            try session.execute(
                SQLQuery("INSERT INTO server_tags (server, tag) VALUES (?, ?)", [.integer(server), .text(tag)]))
        }
    }

    private static func insertUserData(_ data: String, of server: Int64, in session: any SQLSession) throws {
        try session.execute(
            SQLQuery("INSERT INTO server_user_data (server, data) VALUES (?, ?)", [.integer(server), .text(data)]))
    }

    static func replaceUserData(_ data: String?, of server: Int64, in session: any SQLSession) throws {
        try session.execute(SQLQuery("DELETE FROM server_user_data WHERE server = ?", [.integer(server)]))
        if let data { try insertUserData(data, of: server, in: session) }
    }

    static func replaceFault(_ fault: ServerFault?, of server: Int64, in session: any SQLSession) throws {
        try session.execute(SQLQuery("DELETE FROM server_faults WHERE server = ?", [.integer(server)]))
        guard let fault else { return }
        try session.execute(
            SQLQuery(
                "INSERT INTO server_faults (server, code, message, details, created_at) VALUES (?, ?, ?, ?, ?)",
                [
                    .integer(server), .integer(fault.code), .text(fault.message), .text(fault.details),
                    .integer(fault.createdAt.microseconds),
                ]))
    }
}

extension ServerRows {
    static func number(of server: ServerID, in session: any SQLSession) throws -> Int64? {
        try session.integer(SQLQuery("SELECT number FROM servers WHERE id = ?", [.text(server.text)]))
    }
}
