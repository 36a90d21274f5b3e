import Compute
import WireJSON

/// The JSON schemas from which clients learn an image's attributes.
enum ImageSchemas {
    static let image = object(
        "image", properties,
        [
            "additionalProperties": ["type": "string"],
            "links": [
                link("self", "{self}"), link("enclosure", "{file}"), link("describedby", "{schema}"),
            ],
        ])

    static let images = list("images", of: image)

    static let member = object(
        "member",
        [
            "created_at": text("Date and time of image member creation"),
            "image_id": text("An identifier for the image"),
            "member_id": text("An identifier for the image member (tenantId)"),
            "status": ["type": "string", "enum": ["pending", "accepted", "rejected"]],
            "updated_at": text("Date and time of last modification of image member"),
            "schema": ["type": "string", "readOnly": true],
        ])

    static let members = list("members", of: member)

    private static let properties: JSONValue = [
        "id": text("An identifier for the image"),
        "name": ["type": ["null", "string"], "description": "Descriptive name for the image", "maxLength": 255],
        "status": choice(ImageRecord.Status.allCases.map(\.rawValue), isReadOnly: true),
        "visibility": choice(ImageRecord.Visibility.allCases.map(\.rawValue)),
        "protected": boolean("If true, image will not be deletable."),
        "os_hidden": boolean("If true, image will not appear in default image list response."),
        "checksum": readOnly(["null", "string"], "md5 hash of image contents."),
        "os_hash_algo": readOnly(["null", "string"], "Algorithm to calculate the os_hash_value"),
        "os_hash_value": readOnly(["null", "string"], "Hexdigest of the image contents using os_hash_algo"),
        "owner": readOnly(["null", "string"], "Owner of the image"),
        "size": readOnly(["null", "integer"], "Size of image file in bytes"),
        "virtual_size": readOnly(["null", "integer"], "Virtual size of image in bytes"),
        "container_format": [
            "type": ["null", "string"], "description": "Format of the container",
            "enum": [nil, "ami", "ari", "aki", "bare", "ovf", "ova", "docker", "compressed"],
        ],
        "disk_format": [
            "type": ["null", "string"], "description": "Format of the disk",
            "enum": .array([.null] + DiskFormat.allCases.map { .string($0.rawValue) }),
        ],
        "created_at": readOnly(["string"], "Date and time of image registration"),
        "updated_at": readOnly(["string"], "Date and time of the last image modification"),
        "tags": [
            "type": "array", "description": "List of strings related to the image",
            "items": ["type": "string", "maxLength": 255],
        ],
        "min_ram": ["type": "integer", "description": "Amount of ram (in MB) required to boot image."],
        "min_disk": ["type": "integer", "description": "Amount of disk space (in GB) required to boot image."],
        "self": readOnly(["string"], "An image self url"),
        "file": readOnly(["string"], "An image file url"),
        "schema": readOnly(["string"], "An image schema url"),
        "kernel_id": ["type": ["null", "string"], "description": "ID of the image to use as the kernel."],
        "ramdisk_id": ["type": ["null", "string"], "description": "ID of the image to use as the ramdisk."],
        "architecture": ["type": "string", "description": "Operating system architecture"],
        "os_distro": ["type": "string", "description": "Common name of operating system distribution"],
        "os_version": ["type": "string", "description": "Operating system version"],
    ]

    private static func text(_ description: String) -> JSONValue {
        ["type": "string", "description": .string(description)]
    }

    private static func boolean(_ description: String) -> JSONValue {
        ["type": "boolean", "description": .string(description)]
    }

    private static func choice(_ choices: [String], isReadOnly: Bool = false) -> JSONValue {
        let values = JSONValue.array(choices.map { .string($0) })
        return isReadOnly ? ["type": "string", "enum": values, "readOnly": true] : ["type": "string", "enum": values]
    }

    private static func readOnly(_ types: [String], _ description: String) -> JSONValue {
        [
            "type": types.count == 1 ? .string(types[0]) : .array(types.map { .string($0) }),
            "description": .string(description), "readOnly": true,
        ]
    }

    private static func link(_ relation: String, _ url: String) -> JSONValue {
        ["rel": .string(relation), "href": .string(url)]
    }

    private static func object(_ name: String, _ properties: JSONValue, _ more: JSONValue? = nil) -> JSONValue {
        var schema = JSONObject()
        schema["name"] = .string(name)
        schema["properties"] = properties
        for member in more?.object?.members ?? [] { schema[member.key] = member.value }
        return .object(schema)
    }

    private static func list(_ name: String, of item: JSONValue) -> JSONValue {
        [
            "name": .string(name),
            "properties": [
                name: ["type": "array", "items": item],
                "first": ["type": "string"], "next": ["type": "string"], "schema": ["type": "string"],
            ],
            "links": [link("first", "{first}"), link("next", "{next}"), link("describedby", "{schema}")],
        ]
    }
}
