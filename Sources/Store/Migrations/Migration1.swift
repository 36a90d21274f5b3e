/// The schema of the first release. Times are microseconds since 1970 unless said otherwise, flags are 0 and 1,
/// lists and objects that SQL never looks into are JSON text.
extension Migration {
    static let first = Migration(version: 1) { dialect in
        [
            SQLQuery("CREATE TABLE sequences (name TEXT PRIMARY KEY, value BIGINT NOT NULL)"),
            SQLQuery(
                """
                INSERT INTO sequences (name, value)
                VALUES ('servers', 0), ('actions', 0), ('flavors', 0), ('keypairs', 0), ('hosts', 0)
                """),
        ] + identityTables() + resourceTables() + networkTables() + serverTables(dialect) + portTables()
            + actionTables(dialect)
    }

    private static func identityTables() -> [SQLQuery] {
        [
            SQLQuery(
                """
                CREATE TABLE projects (
                    id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, description TEXT NOT NULL, is_enabled SMALLINT NOT NULL)
                """),
            SQLQuery(
                """
                CREATE TABLE users (
                    id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, is_enabled SMALLINT NOT NULL, password_hash TEXT,
                    email TEXT, description TEXT NOT NULL, default_project TEXT)
                """),
            SQLQuery(
                """
                CREATE TABLE role_assignments (
                    user_id TEXT NOT NULL REFERENCES users (id), project_id TEXT NOT NULL REFERENCES projects (id),
                    role TEXT NOT NULL, PRIMARY KEY (user_id, project_id, role))
                """),
            SQLQuery("CREATE INDEX role_assignments_by_project ON role_assignments (project_id)"),
            SQLQuery(
                """
                CREATE TABLE revocations (
                    kind TEXT NOT NULL, subject TEXT NOT NULL, issued_before BIGINT NOT NULL, expires_at BIGINT NOT NULL)
                """),
            SQLQuery("CREATE INDEX revocations_by_subject ON revocations (subject, kind)"),
            SQLQuery("CREATE INDEX revocations_by_expiry ON revocations (expires_at)"),
        ]
    }

    private static func resourceTables() -> [SQLQuery] {
        [
            SQLQuery(
                """
                CREATE TABLE flavors (
                    id TEXT PRIMARY KEY, number BIGINT NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE, vcpus BIGINT NOT NULL,
                    ram BIGINT NOT NULL, disk BIGINT NOT NULL, ephemeral BIGINT NOT NULL, swap BIGINT NOT NULL,
                    rxtx_factor DOUBLE PRECISION NOT NULL, is_public SMALLINT NOT NULL, is_disabled SMALLINT NOT NULL,
                    summary TEXT, created_at BIGINT NOT NULL, updated_at BIGINT)
                """),
            SQLQuery(
                """
                CREATE TABLE flavor_extra_specs (
                    flavor TEXT NOT NULL REFERENCES flavors (id), name TEXT NOT NULL, value TEXT NOT NULL,
                    PRIMARY KEY (flavor, name))
                """),
            SQLQuery(
                """
                CREATE TABLE flavor_access (
                    flavor TEXT NOT NULL REFERENCES flavors (id), project_id TEXT NOT NULL, PRIMARY KEY (flavor, project_id))
                """),
            SQLQuery(
                """
                CREATE TABLE keypairs (
                    user_id TEXT NOT NULL, name TEXT NOT NULL, number BIGINT NOT NULL UNIQUE, kind TEXT NOT NULL,
                    public_key TEXT NOT NULL, fingerprint TEXT NOT NULL, created_at BIGINT NOT NULL,
                    PRIMARY KEY (user_id, name))
                """),
            SQLQuery(
                """
                CREATE TABLE images (
                    id TEXT PRIMARY KEY, name TEXT, owner TEXT NOT NULL, status TEXT NOT NULL, visibility TEXT NOT NULL,
                    is_protected SMALLINT NOT NULL, is_hidden SMALLINT NOT NULL, disk_format TEXT, container_format TEXT,
                    min_disk BIGINT NOT NULL, min_ram BIGINT NOT NULL, size BIGINT, virtual_size BIGINT, checksum TEXT,
                    hash TEXT, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL)
                """),
            SQLQuery(
                """
                CREATE TABLE image_tags (
                    image TEXT NOT NULL REFERENCES images (id), position BIGINT NOT NULL, tag TEXT NOT NULL,
                    PRIMARY KEY (image, position))
                """),
            SQLQuery(
                """
                CREATE TABLE image_properties (
                    image TEXT NOT NULL REFERENCES images (id), name TEXT NOT NULL, value TEXT NOT NULL,
                    PRIMARY KEY (image, name))
                """),
            SQLQuery(
                """
                CREATE TABLE hosts (
                    name TEXT PRIMARY KEY, number BIGINT NOT NULL UNIQUE, service_id TEXT NOT NULL UNIQUE,
                    node_id TEXT NOT NULL UNIQUE, zone TEXT NOT NULL, is_disabled SMALLINT NOT NULL, disabled_reason TEXT,
                    is_forced_down SMALLINT NOT NULL, reported_at BIGINT, figures TEXT, created_at BIGINT NOT NULL)
                """),
        ]
    }

    private static func networkTables() -> [SQLQuery] {
        [
            SQLQuery(
                """
                CREATE TABLE networks (
                    id TEXT PRIMARY KEY, name TEXT NOT NULL, project_id TEXT NOT NULL, is_shared SMALLINT NOT NULL,
                    is_external SMALLINT NOT NULL, is_up SMALLINT NOT NULL, mtu BIGINT NOT NULL,
                    libvirt_name TEXT NOT NULL UNIQUE, bridge TEXT NOT NULL, created_at BIGINT NOT NULL)
                """),
            SQLQuery(
                """
                CREATE TABLE subnets (
                    id TEXT PRIMARY KEY, network TEXT NOT NULL REFERENCES networks (id), position BIGINT NOT NULL,
                    name TEXT NOT NULL, address BIGINT NOT NULL, prefix BIGINT NOT NULL, gateway BIGINT,
                    pool_start BIGINT NOT NULL, pool_end BIGINT NOT NULL, dns_servers TEXT NOT NULL,
                    is_dhcp_enabled SMALLINT NOT NULL, lowest_free BIGINT NOT NULL)
                """),
            SQLQuery("CREATE INDEX subnets_by_network ON subnets (network, position)"),
        ]
    }

    private static func serverTables(_ dialect: SQLDialect) -> [SQLQuery] {
        var servers = SQLQuery("CREATE TABLE servers (number ")
        servers.add(dialect.integerKey)
        servers.add(
            """
            , id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, hostname TEXT NOT NULL, summary TEXT,
                project_id TEXT NOT NULL, user_id TEXT NOT NULL, vm_state TEXT NOT NULL, task_state TEXT,
                power_state BIGINT NOT NULL, progress BIGINT NOT NULL, host TEXT, node TEXT,
                availability_zone TEXT NOT NULL, pinned_zone TEXT, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
                launched_at BIGINT, terminated_at BIGINT, deleted_at BIGINT, flavor_id TEXT NOT NULL,
                vcpus BIGINT NOT NULL, ram BIGINT NOT NULL, disk BIGINT NOT NULL, flavor TEXT NOT NULL, image_id TEXT,
                kernel_id TEXT, ramdisk_id TEXT, image TEXT, key_name TEXT, key_data TEXT, config_drive SMALLINT NOT NULL,
                access_ipv4 TEXT NOT NULL, access_ipv6 TEXT NOT NULL, automatic_disk_config SMALLINT NOT NULL,
                locked_by TEXT, locked_reason TEXT, reservation_id TEXT NOT NULL, launch_index BIGINT NOT NULL,
                root_device_name TEXT, trusted_certificates TEXT, scheduler_hints TEXT, machine_type TEXT, virt_type TEXT)
            """)
        return [servers] + serverIndexes + serverParts
    }

    /// `deleted_at` is in them so that counting and listing never look at the rows themselves.
    private static var serverIndexes: [SQLQuery] {
        [
            SQLQuery(
                """
                CREATE INDEX servers_by_project ON servers (project_id, created_at, number, deleted_at) WHERE deleted_at IS NULL
                """),
            SQLQuery(
                """
                CREATE INDEX servers_by_creation ON servers (created_at, number, deleted_at) WHERE deleted_at IS NULL
                """),
            SQLQuery(
                """
                CREATE INDEX servers_project_use ON servers (project_id, vcpus, ram, deleted_at) WHERE deleted_at IS NULL
                """),
            SQLQuery(
                """
                CREATE INDEX servers_host_use ON servers (host, image_id, vcpus, ram, disk, deleted_at) WHERE deleted_at IS NULL
                """),
            SQLQuery(
                """
                CREATE INDEX servers_busy ON servers (host, task_state, deleted_at) WHERE deleted_at IS NULL AND task_state IS NOT NULL
                """),
        ]
    }

    private static var serverParts: [SQLQuery] {
        [
            SQLQuery(
                """
                CREATE TABLE server_metadata (
                    server BIGINT NOT NULL REFERENCES servers (number), name TEXT NOT NULL, value TEXT NOT NULL,
                    PRIMARY KEY (server, name))
                """),
            SQLQuery(
                """
                CREATE TABLE server_tags (
                    server BIGINT NOT NULL REFERENCES servers (number), tag TEXT NOT NULL, PRIMARY KEY (server, tag))
                """),
            SQLQuery(
                """
                CREATE TABLE server_faults (
                    server BIGINT PRIMARY KEY REFERENCES servers (number), code BIGINT NOT NULL, message TEXT NOT NULL,
                    details TEXT NOT NULL, created_at BIGINT NOT NULL)
                """),
            SQLQuery(
                """
                CREATE TABLE server_user_data (
                    server BIGINT PRIMARY KEY REFERENCES servers (number), data TEXT NOT NULL)
                """),
        ]
    }

    private static func portTables() -> [SQLQuery] {
        [
            SQLQuery(
                """
                CREATE TABLE ports (
                    id TEXT PRIMARY KEY, network TEXT NOT NULL REFERENCES networks (id), project_id TEXT NOT NULL,
                    name TEXT NOT NULL, mac TEXT NOT NULL UNIQUE, server BIGINT REFERENCES servers (number),
                    position BIGINT NOT NULL, tag TEXT, is_owned SMALLINT NOT NULL, host TEXT,
                    security_groups TEXT NOT NULL, created_at BIGINT NOT NULL)
                """),
            SQLQuery("CREATE INDEX ports_by_server ON ports (server, position)"),
            SQLQuery("CREATE INDEX ports_by_project ON ports (project_id)"),
            SQLQuery("CREATE INDEX ports_by_host ON ports (host)"),
            SQLQuery(
                """
                CREATE TABLE port_addresses (
                    network TEXT NOT NULL, address BIGINT NOT NULL, address_text TEXT NOT NULL,
                    port TEXT NOT NULL REFERENCES ports (id), subnet TEXT NOT NULL REFERENCES subnets (id),
                    position BIGINT NOT NULL, PRIMARY KEY (network, address))
                """),
            SQLQuery("CREATE INDEX port_addresses_by_port ON port_addresses (port, position)"),
        ]
    }

    /// `row_created` and `row_updated` are seconds since 2001: exactly what the runner compares.
    private static func actionTables(_ dialect: SQLDialect) -> [SQLQuery] {
        var actions = SQLQuery("CREATE TABLE actions (sequence ")
        actions.add(dialect.integerKey)
        actions.add(
            """
            , id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, subject TEXT NOT NULL, host TEXT NOT NULL,
                row_created DOUBLE PRECISION NOT NULL, row_updated DOUBLE PRECISION NOT NULL, lease BIGINT NOT NULL,
                phase TEXT NOT NULL, is_open SMALLINT NOT NULL, step TEXT NOT NULL, steps_taken TEXT NOT NULL,
                payload BYTEA NOT NULL, attempt BIGINT NOT NULL, failure TEXT, is_cancelled SMALLINT NOT NULL,
                name TEXT NOT NULL, request_id TEXT, user_id TEXT, project_id TEXT, started_at BIGINT NOT NULL,
                updated_at BIGINT)
            """)
        return [
            actions,
            SQLQuery("CREATE TABLE used_image_ids (id TEXT PRIMARY KEY)"),
            SQLQuery("CREATE INDEX actions_open ON actions (host, sequence) WHERE is_open = 1"),
            SQLQuery("CREATE INDEX actions_by_subject ON actions (subject, sequence)"),
            SQLQuery(
                """
                CREATE TABLE action_events (
                    action BIGINT NOT NULL REFERENCES actions (sequence), position BIGINT NOT NULL, name TEXT NOT NULL,
                    started_at BIGINT NOT NULL, finished_at BIGINT, result TEXT, host TEXT, traceback TEXT, details TEXT,
                    PRIMARY KEY (action, position))
                """),
            SQLQuery(
                """
                CREATE TABLE action_steps (
                    action BIGINT NOT NULL REFERENCES actions (sequence), position BIGINT NOT NULL, step TEXT NOT NULL,
                    is_undo SMALLINT NOT NULL, started_at BIGINT NOT NULL, finished_at BIGINT NOT NULL, fault TEXT,
                    PRIMARY KEY (action, position))
                """),
        ]
    }
}
