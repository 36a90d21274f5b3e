extension Migration {
    /// When the root disk of a shelved server was written to last.
    static let shelfWrites = Migration(version: 7, ["ALTER TABLE servers ADD COLUMN shelved_written BIGINT"])
}
