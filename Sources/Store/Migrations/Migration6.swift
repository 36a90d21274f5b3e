extension Migration {
    /// What a server holds of its host's processors and pages, as JSON text.
    static let hostClaims = Migration(
        version: 6,
        [
            "ALTER TABLE servers ADD COLUMN claim TEXT",
            "CREATE INDEX servers_claims ON servers (host, deleted_at) WHERE deleted_at IS NULL AND claim IS NOT NULL",
        ])
}
