import APISchema
import Compute
import HTTPAPI
import HTTPTypes
import WireJSON

/// What the keys of an image mean, in creation and in patches alike.
enum ImageFields {
    private static let readOnly = ImageAttributes.serviceNames
    private static let reserved = ImageAttributes.oldNames
    private static let base = ImageAttributes.ownNames
    private static let containers = ["ami", "ari", "aki", "bare", "ovf", "ova", "docker", "compressed"]
    /// Properties that may be null, which means that there is none.
    private static let nullable: Set<String> = [
        "kernel_id", "ramdisk_id", "instance_uuid", "architecture", "os_distro", "os_version", "description",
        "hw_vif_model", "hw_disk_bus",
    ]

    static func isBase(_ name: String) -> Bool { base.contains(name) }

    /// - Throws: 403 for what clients can't set.
    static func checkWritable(_ name: String) throws(ComputeError) {
        if readOnly.contains(name) { throw .forbidden("Attribute '\(name)' is read-only.") }
        if reserved.contains(name) { throw .forbidden("Attribute '\(name)' is reserved.") }
    }

    /// - Throws: `.invalid` for a value that the attribute can't have.
    static func set(_ name: String, to value: JSONValue, in image: inout ImageAttributes) throws(ComputeError) {
        do throws(SchemaFailure) {
            if base.contains(name) {
                try setBase(name, to: value, in: &image)
            } else {
                try setProperty(name, to: value, in: &image)
            }
        } catch {
            throw .invalid(error, in: name)
        }
    }

    private static func setBase(
        _ name: String, to value: JSONValue, in image: inout ImageAttributes
    ) throws(SchemaFailure) {
        switch name {
        case "name": image.name = try decode(.nullable(.text(0...255)), value)
        case "visibility": image.visibility = try decode(.choice(of: ImageRecord.Visibility.self), value)
        case "protected": image.isProtected = try decode(.jsonBoolean, value)
        case "os_hidden": image.isHidden = try decode(.jsonBoolean, value)
        case "disk_format": image.diskFormat = try decode(.nullable(.choice(of: DiskFormat.self)), value)
        case "container_format": image.containerFormat = try decode(.nullable(container), value)
        case "min_disk": image.minDisk = try decode(.strictInteger(0...2_147_483_647), value)
        case "min_ram": image.minRAM = try decode(.strictInteger(0...2_147_483_647), value)
        case "tags": image.tags = unique(try decode(.list(of: tag, max: 1024), value))
        default: break
        }
    }

    private static func setProperty(
        _ name: String, to value: JSONValue, in image: inout ImageAttributes
    ) throws(SchemaFailure) {
        guard (1...255).contains(name.unicodeScalars.count) else {
            throw SchemaFailure("A property's name has 1 to 255 characters")
        }
        guard !name.utf8.contains(0) else { throw SchemaFailure("A property's name must not hold a NUL character") }
        if value.isNull, nullable.contains(name) {
            image.properties[name] = nil
        } else {
            image.properties[name] = try decode(.text(0...65_535), value)
        }
    }

    /// - Throws: `.invalid` for what can't be a tag.
    static func tag(_ value: JSONValue) throws(ComputeError) -> String {
        do throws(SchemaFailure) {
            return try decode(tag, value)
        } catch {
            throw .invalid(error, in: "tags")
        }
    }

    private static let tag = Field<String>.text(1...255)

    private static let container = Field<String>.text(
        TextFormat("It is not one of \(containers.joined(separator: ", "))") { containers.contains($0) })

    private static func decode<Value>(_ field: Field<Value>, _ value: JSONValue) throws(SchemaFailure) -> Value {
        try field.decode(value, .v2_1)
    }

    /// Tags are a set; the first of equal ones stays.
    static func unique(_ tags: [String]) -> [String] {
        var seen: Set<String> = []
        return tags.filter { seen.insert($0).inserted }
    }
}
