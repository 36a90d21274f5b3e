/// What holds for every image, whoever asks.
enum ImageChecks {
    static let mostProperties = 128
    static let mostTags = 128
    private static let amazonFormats: Set<String> = ["ami", "ari", "aki"]

    /// - Throws: `.invalid` or `.tooLarge`.
    static func check(_ attributes: ImageAttributes) throws(ComputeError) {
        guard attributes.properties.count <= mostProperties else {
            throw .tooLarge("An image may have \(mostProperties) properties, not \(attributes.properties.count).")
        }
        guard attributes.tags.count <= mostTags else {
            throw .tooLarge("An image may have \(mostTags) tags, not \(attributes.tags.count).")
        }
        try checkFormats(attributes)
    }

    /// The old kernel and machine formats name both.
    private static func checkFormats(_ attributes: ImageAttributes) throws(ComputeError) {
        guard let disk = attributes.diskFormat?.rawValue, let container = attributes.containerFormat,
            disk != container, amazonFormats.contains(disk) || amazonFormats.contains(container)
        else { return }
        if amazonFormats.contains(disk), container == "bare" { return }
        throw .invalid(
            "Invalid mix of disk and container formats: '\(disk)' and '\(container)'. With 'aki', 'ari' or 'ami' they "
                + "must match.")
    }

    /// The formats say how the content is read: they stay once there is some.
    static func checkChange(of image: ImageRecord, to attributes: ImageAttributes) throws(ComputeError) {
        guard image.status != .queued else { return }
        if attributes.diskFormat != image.diskFormat {
            throw .forbidden("Attribute 'disk_format' can be replaced only for a queued image.")
        }
        if attributes.containerFormat != image.containerFormat {
            throw .forbidden("Attribute 'container_format' can be replaced only for a queued image.")
        }
    }

    /// What content is going to be read as.
    static func checkUpload(to image: ImageRecord) throws(ComputeError) -> (format: DiskFormat, container: String) {
        guard image.status == .queued else {
            throw .conflict(
                "Image status transition from \(image.status.rawValue) to saving is not allowed: only a queued image "
                    + "takes data.")
        }
        guard let format = image.diskFormat, let container = image.containerFormat else {
            throw .invalid("Properties disk_format, container_format must be set prior to saving data.")
        }
        return (format, container)
    }

    static func checkDelete(_ image: ImageRecord) throws(ComputeError) {
        guard !image.isProtected else {
            throw .forbidden("Image \(image.id) is protected and cannot be deleted.")
        }
    }
}
