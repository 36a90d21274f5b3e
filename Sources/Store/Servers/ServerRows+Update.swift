import Compute

extension ServerRows {
    /// Writes what differs between the two, which are one server; its owner never does.
    static func update(_ old: ServerRecord, to new: ServerRecord, in session: any SQLSession) throws {
        var query = SQLQuery(composing: "UPDATE servers SET updated_at = ?", [.integer(new.updatedAt.microseconds)])
        addState(old, new, to: &query)
        try addPlace(old, new, to: &query)
        addDescription(old, new, to: &query)
        try addShape(old, new, to: &query)
        try addSources(old, new, to: &query)
        query.add(" WHERE number = ?", .integer(new.number))
        try session.execute(query)
        try updateParts(old, new, in: session)
    }

    private static func addState(_ old: ServerRecord, _ new: ServerRecord, to query: inout SQLQuery) {
        if old.vmState != new.vmState { query.add(", vm_state = ?", .text(new.vmState.rawValue)) }
        if old.taskState != new.taskState { query.add(", task_state = ?", .text(new.taskState?.rawValue)) }
        if old.powerState != new.powerState { query.add(", power_state = ?", .integer(new.powerState.rawValue)) }
        if old.progress != new.progress { query.add(", progress = ?", .integer(new.progress)) }
        if old.launchedAt != new.launchedAt {
            query.add(", launched_at = ?", .integer(new.launchedAt?.microseconds))
        }
        if old.terminatedAt != new.terminatedAt {
            query.add(", terminated_at = ?", .integer(new.terminatedAt?.microseconds))
        }
        if old.deletedAt != new.deletedAt { query.add(", deleted_at = ?", .integer(new.deletedAt?.microseconds)) }
        if old.softDeletedAt != new.softDeletedAt {
            query.add(", soft_deleted_at = ?", .integer(new.softDeletedAt?.microseconds))
        }
        if old.shelf != new.shelf {
            query.add(
                ", shelved_image = ?, shelved_at = ?, shelved_written = ?", .text(new.shelf?.image.text),
                .integer(new.shelf?.since.microseconds), .integer(new.shelf?.written?.microseconds))
        }
    }

    private static func addPlace(_ old: ServerRecord, _ new: ServerRecord, to query: inout SQLQuery) throws {
        if old.host != new.host { query.add(", host = ?", .text(new.host?.text)) }
        if old.claim != new.claim { query.add(", claim = ?", .text(try new.claim.map { try JSONText.encode($0) })) }
        if old.node != new.node { query.add(", node = ?", .text(new.node)) }
        if old.availabilityZone != new.availabilityZone {
            query.add(", availability_zone = ?", .text(new.availabilityZone))
        }
        if old.pinnedAvailabilityZone != new.pinnedAvailabilityZone {
            query.add(", pinned_zone = ?", .text(new.pinnedAvailabilityZone))
        }
        if old.machineType != new.machineType { query.add(", machine_type = ?", .text(new.machineType)) }
        if old.virtType != new.virtType { query.add(", virt_type = ?", .text(new.virtType?.rawValue)) }
        if old.rootDeviceName != new.rootDeviceName { query.add(", root_device_name = ?", .text(new.rootDeviceName)) }
    }

    private static func addShape(_ old: ServerRecord, _ new: ServerRecord, to query: inout SQLQuery) throws {
        if old.flavor != new.flavor {
            query.add(", flavor_id = ?", .text(new.flavor.id))
            query.add(", flavor = ?", .text(try JSONText.encode(new.flavor)))
        }
        if old.resize != new.resize {
            query.add(", resize = ?", .text(try new.resize.map { try JSONText.encode($0) }))
        }
        let held = new.holdings
        if old.holdings != held {
            query.add(", vcpus = ?, ram = ?", .integer(held.vcpus), .integer(held.ram))
            query.add(", disk = ?", .integer(held.disk))
        }
    }

    private static func addDescription(_ old: ServerRecord, _ new: ServerRecord, to query: inout SQLQuery) {
        if old.name != new.name { query.add(", name = ?", .text(new.name)) }
        if old.hostname != new.hostname { query.add(", hostname = ?", .text(new.hostname)) }
        if old.summary != new.summary { query.add(", summary = ?", .text(new.summary)) }
        if old.accessIPv4 != new.accessIPv4 { query.add(", access_ipv4 = ?", .text(new.accessIPv4)) }
        if old.accessIPv6 != new.accessIPv6 { query.add(", access_ipv6 = ?", .text(new.accessIPv6)) }
        if old.automaticDiskConfig != new.automaticDiskConfig {
            query.add(", automatic_disk_config = ?", .flag(new.automaticDiskConfig))
        }
        if old.lock != new.lock {
            query.add(
                ", locked_by = ?, locked_reason = ?", .text(new.lock?.holder.rawValue), .text(new.lock?.reason))
        }
    }

    private static func addSources(
        _ old: ServerRecord, _ new: ServerRecord, to query: inout SQLQuery
    ) throws {
        if old.image != new.image {
            query.add(", image = ?", .text(try new.image.map { try JSONText.encode($0) }))
            query.add(", image_id = ?", .text(new.image?.id.text))
            query.add(
                ", kernel_id = ?, ramdisk_id = ?", .text(new.image?.kernelID?.text), .text(new.image?.ramdiskID?.text))
        }
        if old.configDrive != new.configDrive { query.add(", config_drive = ?", .flag(new.configDrive)) }
        if old.keyName != new.keyName { query.add(", key_name = ?", .text(new.keyName)) }
        if old.keyData != new.keyData { query.add(", key_data = ?", .text(new.keyData)) }
        if old.trustedImageCertificates != new.trustedImageCertificates {
            let certificates = try new.trustedImageCertificates.map { try JSONText.encode($0) }
            query.add(", trusted_certificates = ?", .text(certificates))
        }
    }

    private static func updateParts(_ old: ServerRecord, _ new: ServerRecord, in session: any SQLSession) throws {
        if old.metadata != new.metadata {
            try session.execute(SQLQuery("DELETE FROM server_metadata WHERE server = ?", [.integer(new.number)]))
            try insertMetadata(new.metadata, of: new.number, in: session)
        }
        if old.tags != new.tags {
            try session.execute(SQLQuery("DELETE FROM server_tags WHERE server = ?", [.integer(new.number)]))
            try insertTags(new.tags, of: new.number, in: session)
        }
        if old.userData != new.userData { try replaceUserData(new.userData, of: new.number, in: session) }
        if old.fault != new.fault { try replaceFault(new.fault, of: new.number, in: session) }
    }
}
