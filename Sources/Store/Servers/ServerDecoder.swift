import Compute

/// Turns rows of `servers` into records that share what they have in common.
final class ServerDecoder: Sendable {
    private let texts = Interner<String>(limit: 8_192)
    private let flavors = Interner<ServerFlavor>(limit: 1_024)
    private let images = Interner<ServerImage>(limit: 1_024)
    private let lists = Interner<[String]>(limit: 1_024)

    static let columns: StaticString = """
        id, number, name, hostname, project_id, user_id, flavor, image, created_at, reservation_id, summary, vm_state,
        task_state, power_state, progress, host, node, availability_zone, pinned_zone, updated_at, launched_at,
        terminated_at, deleted_at, key_name, key_data, config_drive, access_ipv4, access_ipv6, automatic_disk_config,
        locked_by, locked_reason, launch_index, root_device_name, trusted_certificates, scheduler_hints, machine_type,
        virt_type, soft_deleted_at, shelved_image, shelved_at, shelved_written, resize, claim
        """

    /// Reads `columns`.
    func server(_ row: inout RowReader) throws -> ServerRecord {
        var server = ServerRecord(
            id: row.id(), number: row.integer(), name: row.text(), hostname: row.text(),
            projectID: ID(shared(row.text())), userID: ID(shared(row.text())),
            flavor: try flavors.value(for: row.text()) { try JSONText.decode($0) },
            image: try row.optionalText().map { try images.value(for: $0) { try JSONText.decode($0) } },
            createdAt: row.time(), reservationID: row.text())
        server.summary = row.optionalText()
        try readState(&row, into: &server)
        try readRest(&row, into: &server)
        return server
    }

    private func readState(_ row: inout RowReader, into server: inout ServerRecord) throws {
        server.vmState = try row.name()
        server.taskState = try row.optionalName()
        let power = row.int()
        guard let powerState = PowerState(rawValue: power) else {
            throw SQLError.corrupt("PowerState has no value \(power)")
        }
        server.powerState = powerState
        server.progress = row.int()
        server.host = row.optionalText().map { ID(shared($0)) }
        server.node = row.optionalText().map(shared)
        server.availabilityZone = shared(row.text())
        server.pinnedAvailabilityZone = row.optionalText().map(shared)
        server.updatedAt = row.time()
        server.launchedAt = row.optionalTime()
        server.terminatedAt = row.optionalTime()
        server.deletedAt = row.optionalTime()
    }

    private func readRest(_ row: inout RowReader, into server: inout ServerRecord) throws {
        server.keyName = row.optionalText().map(shared)
        server.keyData = row.optionalText().map(shared)
        server.configDrive = row.flag()
        server.accessIPv4 = row.text()
        server.accessIPv6 = row.text()
        server.automaticDiskConfig = row.flag()
        let holder: ServerLock.Holder? = try row.optionalName()
        let reason = row.optionalText()
        server.lock = holder.map { ServerLock(holder: $0, reason: reason) }
        server.launchIndex = row.int()
        server.rootDeviceName = row.optionalText()
        server.trustedImageCertificates = try row.optionalText().map { try JSONText.decode($0) }
        server.schedulerHints = row.optionalText()
        server.machineType = row.optionalText().map(shared)
        server.virtType = try row.optionalName()
        server.softDeletedAt = row.optionalTime()
        let (shelved, since, written) = (row.optionalText(), row.optionalTime(), row.optionalTime())
        if let shelved, let since {
            server.shelf = ServerShelf(image: ImageID(shelved), since: since, written: written)
        }
        server.resize = try row.optionalText().map { try JSONText.decode($0) }
        server.claim = try row.optionalText().map { try JSONText.decode($0) }
    }

    func shared(_ text: String) -> String {
        // Fifteen bytes and fewer are kept without an allocation anyway.
        text.utf8.count < 16 ? text : texts.value(for: text) { $0 }
    }

    /// A stored list of texts.
    func names(_ text: String) throws -> [String] {
        try lists.value(for: text) { try JSONText.decode($0) }
    }
}
