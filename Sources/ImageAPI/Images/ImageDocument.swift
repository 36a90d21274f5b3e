import APISchema
import Compute
import WireJSON

/// How an image looks. Custom properties stand beside the others, so their keys are data.
enum ImageDocument {
    static func write(_ image: ImageRecord, to writer: inout JSONWriter) {
        writer.object { writer in
            writeAttributes(of: image, to: &writer)
            writeContent(of: image, to: &writer)
            for (name, value) in image.properties.sorted(by: { $0.key < $1.key }) {
                writer.key(escaping: name)
                writer.string(value as String)
            }
            writeLinks(of: image, to: &writer)
        }
    }

    private static func writeAttributes(of image: ImageRecord, to writer: inout JSONWriter) {
        writer.field("id", image.id.text)
        writer.field("name", image.name)
        writer.field("status", image.status.rawValue)
        writer.field("visibility", image.visibility.rawValue)
        writer.field("owner", image.owner.text)
        writer.field("protected", image.isProtected)
        writer.field("os_hidden", image.isHidden)
        writer.field("disk_format", image.diskFormat?.rawValue)
        writer.field("container_format", image.containerFormat)
        writer.field("min_disk", image.minDisk)
        writer.field("min_ram", image.minRAM)
        writer.field("tags", image.tags)
        writer.key("created_at")
        writer.time(image.createdAt)
        writer.key("updated_at")
        writer.time(image.updatedAt)
    }

    private static func writeContent(of image: ImageRecord, to writer: inout JSONWriter) {
        writer.field("size", image.size)
        writer.field("virtual_size", image.virtualSize)
        writer.field("checksum", image.checksum)
        writer.field("os_hash_algo", image.hash == nil ? nil : "sha512")
        writer.field("os_hash_value", image.hash)
    }

    /// Relative to the service's address, as Glance writes them: clients put their own endpoint in front.
    private static func writeLinks(of image: ImageRecord, to writer: inout JSONWriter) {
        let path = "/v2/images/\(URLText.encodingSegment(image.id.text))"
        writer.field("self", path)
        writer.field("file", "\(path)/file")
        writer.field("schema", "/v2/schemas/image")
    }
}
