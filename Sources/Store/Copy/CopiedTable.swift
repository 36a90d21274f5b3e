/// A table's name and columns, for carrying its rows from one database into another.
struct CopiedTable: Sendable {
    let name: StaticString
    let columns: StaticString
    let kinds: [SQLKind]

    /// - Parameter kinds: a letter for each column: text, integer, real or blob.
    init(_ name: StaticString, _ columns: StaticString, _ kinds: StaticString) {
        self.name = name
        self.columns = columns
        self.kinds = kinds.description.map { letter in
            switch letter {
            case "i": .integer
            case "r": .real
            case "b": .blob
            default: .text
            }
        }
    }

    /// Has rows from the beginning, which are replaced.
    var isNeverEmpty: Bool { name.description == Self.sequences.name.description }

    private static let sequences = CopiedTable("sequences", "name, value", "ti")

    /// All but `schema_version`; what is referred to comes before what refers to it.
    static let all: [CopiedTable] = [
        sequences,
        CopiedTable("projects", "id, name, description, is_enabled", "ttti"),
        CopiedTable(
            "users", "id, name, is_enabled, password_hash, email, description, default_project", "ttitttt"),
        CopiedTable("role_assignments", "user_id, project_id, role", "ttt"),
        CopiedTable("revocations", "kind, subject, issued_before, expires_at", "ttii"),
        CopiedTable(
            "flavors",
            """
            id, number, name, vcpus, ram, disk, ephemeral, swap, rxtx_factor, is_public, is_disabled, summary, created_at,
            updated_at
            """, "titiiiiiriitii"),
        CopiedTable("flavor_extra_specs", "flavor, name, value", "ttt"),
        CopiedTable("flavor_access", "flavor, project_id", "tt"),
        CopiedTable("keypairs", "user_id, name, number, kind, public_key, fingerprint, created_at", "ttittti"),
        CopiedTable(
            "images",
            """
            id, name, owner, status, visibility, is_protected, is_hidden, disk_format, container_format, min_disk, min_ram,
            size, virtual_size, checksum, hash, created_at, updated_at
            """, "tttttiittiiiittii"),
        CopiedTable("image_tags", "image, position, tag", "tit"),
        CopiedTable("image_properties", "image, name, value", "ttt"),
        CopiedTable("used_image_ids", "id", "t"),
        CopiedTable(
            "hosts",
            """
            name, number, service_id, node_id, zone, is_disabled, disabled_reason, is_forced_down, reported_at, figures,
            created_at
            """, "titttitiiti"),
        CopiedTable(
            "networks",
            "id, name, project_id, is_shared, is_external, is_up, mtu, libvirt_name, bridge, created_at", "tttiiiitti"),
        CopiedTable(
            "subnets",
            """
            id, network, position, name, address, prefix, gateway, pool_start, pool_end, dns_servers, is_dhcp_enabled,
            lowest_free
            """, "ttitiiiiitii"),
        servers,
        CopiedTable("server_metadata", "server, name, value", "itt"),
        CopiedTable("server_system_metadata", "server, name, value", "itt"),
        CopiedTable("server_tags", "server, tag", "it"),
        CopiedTable("server_faults", "server, code, message, details, created_at", "iitti"),
        CopiedTable("server_user_data", "server, data", "it"),
        CopiedTable(
            "ports",
            """
            id, network, project_id, name, mac, server, position, tag, is_owned, host, security_groups, created_at
            """, "tttttiititti"),
        CopiedTable("port_addresses", "network, address, address_text, port, subnet, position", "tittti"),
        actions,
        CopiedTable(
            "action_events", "action, position, name, started_at, finished_at, result, host, traceback, details",
            "iitiitttt"),
        CopiedTable("action_steps", "action, position, step, is_undo, started_at, finished_at, fault", "iitiiit"),
    ]

    private static let servers = CopiedTable(
        "servers",
        """
        number, id, name, hostname, summary, project_id, user_id, vm_state, task_state, power_state, progress, host, node,
        availability_zone, pinned_zone, created_at, updated_at, launched_at, terminated_at, deleted_at, flavor_id, vcpus,
        ram, disk, flavor, image_id, kernel_id, ramdisk_id, image, key_name, key_data, config_drive, access_ipv4,
        access_ipv6, automatic_disk_config, locked_by, locked_reason, reservation_id, launch_index, root_device_name,
        trusted_certificates, scheduler_hints, machine_type, virt_type, soft_deleted_at, shelved_image, shelved_at,
        shelved_written, resize, claim
        """, "ittttttttiittttiiiiitiiitttttttittitttitttttitiitt")

    private static let actions = CopiedTable(
        "actions",
        """
        sequence, id, kind, subject, host, row_created, row_updated, lease, phase, is_open, step, steps_taken, payload,
        attempt, failure, is_cancelled, name, request_id, user_id, project_id, started_at, updated_at
        """, "ittttrritittbitittttii")
}
