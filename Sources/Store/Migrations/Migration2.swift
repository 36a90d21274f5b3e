extension Migration {
    /// What the cloud itself notes about a server, by name; no API shows it as it is.
    static let systemMetadata = Migration(
        version: 2,
        [
            """
            CREATE TABLE server_system_metadata (
                server BIGINT NOT NULL REFERENCES servers (number), name TEXT NOT NULL, value TEXT NOT NULL,
                PRIMARY KEY (server, name))
            """
        ])
}
