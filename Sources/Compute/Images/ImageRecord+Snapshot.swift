extension ImageRecord {
    /// The image of a server, queued until its content is there. It inherits what the server's own image was, as in the
    /// reference implementation.
    /// - Throws: `.forbidden` when it would have too many properties.
    init(
        _ id: ImageID, of server: ServerRecord, _ new: NewServerImage, user: UserID?, at now: Timestamp
    ) throws(ComputeError) {
        self.init(id: id, name: new.name, owner: server.projectID, visibility: .private, createdAt: now)
        minDisk = max(server.image?.minDisk ?? 0, server.flavor.disk)
        minRAM = server.image?.minRAM ?? 0
        properties = Self.inherited(from: server)
        properties["instance_uuid"] = server.id.text
        properties["user_id"] = user?.text ?? server.userID.text
        properties["image_type"] = "snapshot"
        properties.merge(new.metadata) { $1 }
        if case .backup(let series) = new.kind {
            // The rotation finds its images by these, so the request's metadata can't set them.
            properties["instance_uuid"] = server.id.text
            properties["image_type"] = "backup"
            properties["backup_type"] = series
        }
        guard properties.count + Self.announced <= ImageChecks.mostProperties else { throw NewServerImage.tooMuch }
    }

    /// What is known once the content is: to be repeated as it is.
    mutating func announce(_ server: ServerRecord, _ owners: OwnerNames) {
        diskFormat = server.image?.snapshotFormat
        containerFormat = server.image?.containerFormat
        properties["image_location"] = "snapshot"
        properties["image_state"] = "available"
        properties["owner_id"] = server.projectID.text
        properties["owner_user_name"] = owners.user
        properties["owner_project_name"] = owners.project
    }

    /// How many properties `announce` sets.
    private static let announced = 5

    private static func inherited(from server: ServerRecord) -> [String: String] {
        guard let image = server.image else { return [:] }
        return image.properties.filter { !own.contains($0.key) }.merging(["base_image_ref": image.id.text]) { old, _ in
            old
        }
    }

    /// What holds for the bytes of one image only.
    private static let own: Set<String> = [
        "cache_in_nova", "bittorrent", "img_signature_hash_method", "img_signature", "img_signature_key_type",
        "img_signature_certificate_uuid", "cinder_encryption_key_id", "cinder_encryption_key_deletion_policy",
        "backup_type",
    ]
}
