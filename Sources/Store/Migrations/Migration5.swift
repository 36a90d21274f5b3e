extension Migration {
    /// What the resize of a server was from and to, until it is confirmed or reverted. `vcpus`, `ram` and `disk` of such a server
    /// are what it holds, of both flavors.
    static let resizes = Migration(version: 5, ["ALTER TABLE servers ADD COLUMN resize TEXT"])
}
