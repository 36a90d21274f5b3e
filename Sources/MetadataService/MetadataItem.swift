/// What stands at a path.
enum MetadataItem: Sendable, Hashable {
    /// A listing or a single value.
    case text(String)
    case json([UInt8])
    /// Bytes as the user gave them.
    case raw([UInt8])
    /// The place where a guest leaves its password.
    case password
}
