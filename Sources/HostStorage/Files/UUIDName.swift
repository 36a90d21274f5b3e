import FoundationEssentials

/// Names that come from outside and become part of a path.
enum UUIDName {
    /// The lower-case form, the one spelling used in paths.
    static func checked(_ text: String) throws(StorageError) -> String {
        guard let uuid = UUID(uuidString: text) else { throw .invalidName(text) }
        return uuid.uuidString.lowercased()
    }
}
