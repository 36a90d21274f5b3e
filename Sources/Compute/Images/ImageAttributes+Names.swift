/// Names that no property of an image can have: the Image API shows attributes and properties in one object.
extension ImageAttributes {
    /// Set by the service alone.
    package static let serviceNames: Set<String> = [
        "checksum", "created_at", "direct_url", "file", "id", "locations", "os_hash_algo", "os_hash_value", "owner",
        "schema", "self", "size", "status", "stores", "updated_at", "virtual_size",
    ]
    /// Words of the service that mean nothing any more.
    package static let oldNames: Set<String> = ["deleted", "deleted_at", "is_public", "location", "members"]
    package static let ownNames: Set<String> = [
        "name", "visibility", "protected", "os_hidden", "disk_format", "container_format", "min_disk", "min_ram",
        "tags",
    ]

    static let reservedNames = serviceNames.union(oldNames).union(ownNames)
}
