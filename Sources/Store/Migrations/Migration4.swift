extension Migration {
    /// The image of a shelved server, and since when it is shelved.
    static let shelving = Migration(
        version: 4,
        [
            "ALTER TABLE servers ADD COLUMN shelved_image TEXT",
            "ALTER TABLE servers ADD COLUMN shelved_at BIGINT",
        ])
}
