/// What the field's tools expect to find about a server in its domain: the block `nova:instance`.
package struct InstanceMetadata: XMLRepresentable {
    package static let namespace = "http://openstack.org/xmlns/libvirt/nova/1.1"
    /// The key that libvirt's metadata calls want beside the namespace.
    package static let prefix = "nova"

    package var packageVersion: String?
    package var name: String?
    /// In UTC, `YYYY-MM-DD hh:mm:ss`.
    package var creationTime: String?
    package var flavor: Flavor?
    package var image: Image?
    package var owner: Owner?
    package var root: Root?
    package var ports: [Port] = []

    package init() {}

    package static let fields: [XMLField<Self>] = [
        .value("package/@version", \.packageVersion),
        .value("name", \.name),
        .value("creationTime", \.creationTime),
        .child("flavor", \.flavor),
        .child("image", \.image),
        .child("owner", \.owner),
        .child("root", \.root),
        .children("ports/port", \.ports),
    ]

    /// The block with its namespace, as it stands in a domain.
    package var element: XMLElement {
        element(named: "instance").qualified(prefix: Self.prefix, namespace: Self.namespace)
    }
}

extension InstanceMetadata {
    package struct Flavor: XMLRepresentable {
        package var name = ""
        package var id: String?
        /// In MiB.
        package var memoryMiB: UInt64?
        /// In GiB.
        package var diskGiB: UInt64?
        /// In MiB.
        package var swapMiB: UInt64?
        /// In GiB.
        package var ephemeralGiB: UInt64?
        package var vcpus: Int?
        package var extraSpecs: [NamedText] = []

        package init() {}
        package static let fields: [XMLField<Self>] = [
            .always("@name", \.name), .value("@id", \.id),
            .value("memory", \.memoryMiB), .value("disk", \.diskGiB), .value("swap", \.swapMiB),
            .value("ephemeral", \.ephemeralGiB), .value("vcpus", \.vcpus),
            .children("extraSpecs/extraSpec", \.extraSpecs),
        ]
    }

    package struct Image: XMLRepresentable {
        package var uuid = ""
        package var containerFormat: String?
        package var diskFormat: String?
        /// In GiB.
        package var minimumDiskGiB: UInt64?
        /// In MiB.
        package var minimumMemoryMiB: UInt64?
        package var properties: [NamedText] = []

        package init() {}
        package static let fields: [XMLField<Self>] = [
            .always("@uuid", \.uuid),
            .value("containerFormat", \.containerFormat), .value("diskFormat", \.diskFormat),
            .value("minDisk", \.minimumDiskGiB), .value("minRam", \.minimumMemoryMiB),
            .children("properties/property", \.properties),
        ]
    }

    package struct Owner: XMLRepresentable {
        package var userID: String?
        package var userName: String?
        package var projectID: String?
        package var projectName: String?

        package init() {}
        package static let fields: [XMLField<Self>] = [
            .value("user/@uuid", \.userID), .value("user", \.userName),
            .value("project/@uuid", \.projectID), .value("project", \.projectName),
        ]
    }

    package struct Root: XMLRepresentable {
        package var type = "image"
        package var uuid = ""

        package init() {}
        package static let fields: [XMLField<Self>] = [.always("@type", \.type), .always("@uuid", \.uuid)]
    }

    package struct Port: XMLRepresentable {
        package var uuid = ""
        package var addresses: [Address] = []

        package init() {}
        package static let fields: [XMLField<Self>] = [.always("@uuid", \.uuid), .children("ip", \.addresses)]
    }

    package struct Address: XMLRepresentable {
        package var type = "fixed"
        package var address = ""
        /// 4 or 6.
        package var ipVersion: Int?

        package init() {}
        package static let fields: [XMLField<Self>] = [
            .always("@type", \.type), .always("@address", \.address), .value("@ipVersion", \.ipVersion),
        ]
    }

    /// A text under a name: an extra spec, an image property.
    package struct NamedText: XMLRepresentable {
        package var name = ""
        package var text = ""

        package init() {}
        package init(_ name: String, _ text: String) {
            self.name = name
            self.text = text
        }

        package static let fields: [XMLField<Self>] = [.always("@name", \.name), .always(".", \.text)]
    }
}
