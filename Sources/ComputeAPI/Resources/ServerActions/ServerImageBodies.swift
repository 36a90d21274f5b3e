import APISchema
import Compute
import WireJSON

/// The value of the action `createImage`.
struct CreateImageBody: WireBody {
    var name = ""
    var metadata = ImageMetadata()

    static let schema = Schema<Self>(
        [.required("name", \.name, .looseName, .legacyOnly), .required("name", \.name, .name, .notLegacy)]
            + ImageMetadata.entries(\.metadata))

    var image: NewServerImage { metadata.image(name, .snapshot) }
}

/// The value of the action `createBackup`.
struct CreateBackupBody: WireBody {
    var name = ""
    var series = ""
    var rotation = 0
    var metadata = ImageMetadata()

    static let schema = Schema<Self>(
        [
            .required("name", \.name, .looseName, .legacyOnly), .required("name", \.name, .name, .notLegacy),
            .required("backup_type", \.series, .text()), .required("rotation", \.rotation, .nonNegative),
        ] + ImageMetadata.entries(\.metadata))

    var image: NewServerImage { metadata.image(name, .backup(series)) }
}

/// Properties of an image of a server, and whether the quota of old counts.
struct ImageMetadata: Sendable {
    var items: [String: String] = [:]
    var isLimited = false

    func image(_ name: String, _ kind: NewServerImage.Kind) -> NewServerImage {
        NewServerImage(name: name, kind: kind, metadata: items, hasMetadataLimit: isLimited)
    }

    static func entries<Body>(_ path: any WritableKeyPath<Body, ImageMetadata> & Sendable) -> [SchemaEntry<Body>] {
        [
            .optional("metadata", path, items(isLimited: true), .before(.imageMetadataRemoved)),
            .optional("metadata", path, items(isLimited: false), .since(.imageMetadataRemoved)),
        ]
    }

    private static func items(isLimited: Bool) -> Field<ImageMetadata> {
        Field<[String: String]>.metadata.map { ImageMetadata(items: $0, isLimited: isLimited) }
    }
}

enum ServerImageView {
    /// Once the image is not only named by a header.
    static let answer = View<ImageID>(nil, [.string("image_id") { $0.text }])
}
