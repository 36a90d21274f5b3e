/// The part of an image that its owner decides about.
package struct ImageAttributes: Sendable, Hashable {
    package var name: String?
    package var visibility: ImageRecord.Visibility
    package var isProtected: Bool
    package var isHidden: Bool
    package var diskFormat: DiskFormat?
    package var containerFormat: String?
    /// GiB.
    package var minDisk: Int
    /// MiB.
    package var minRAM: Int
    package var tags: [String]
    package var properties: [String: String]

    package init() {
        visibility = .shared
        isProtected = false
        isHidden = false
        minDisk = 0
        minRAM = 0
        tags = []
        properties = [:]
    }

    package init(_ image: ImageRecord) {
        name = image.name
        visibility = image.visibility
        isProtected = image.isProtected
        isHidden = image.isHidden
        diskFormat = image.diskFormat
        containerFormat = image.containerFormat
        minDisk = image.minDisk
        minRAM = image.minRAM
        tags = image.tags
        properties = image.properties
    }

    func apply(to image: inout ImageRecord) {
        image.name = name
        image.visibility = visibility
        image.isProtected = isProtected
        image.isHidden = isHidden
        image.diskFormat = diskFormat
        image.containerFormat = containerFormat
        image.minDisk = minDisk
        image.minRAM = minRAM
        image.tags = tags
        image.properties = properties
    }
}
