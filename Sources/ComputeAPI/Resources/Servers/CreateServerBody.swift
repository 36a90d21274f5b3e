import APISchema
import Compute
import WireJSON

/// The body of `POST /servers`.
struct CreateServerBody: WireBody {
    var server = NewServerBody()
    var hints: JSONValue?
    /// Under the older key, which counts only when the other one is not there.
    var olderHints: JSONValue?

    static let schema = Schema<Self>([
        .required("server", \.server, .object(NewServerBody.schema)),
        .optional("os:scheduler_hints", \.hints, .schedulerHints),
        .optional("OS-SCH-HNT:scheduler_hints", \.olderHints, .schedulerHints),
    ])
}

/// What a new server shall be.
struct NewServerBody: WireBody {
    var name = ""
    var imageRef: String?
    var flavorRef = ""
    var adminPassword: String?
    var metadata: [String: String] = [:]
    var networks = CreateServerRequest.Networks.unspecified
    var automaticDiskConfig: Bool?
    var accessIPv4 = ""
    var accessIPv6 = ""
    var files: [PersonalityBody] = []
    var availabilityZone: String?
    var oldBlockDevices: [OldBlockDeviceBody] = []
    var blockDevices: [BlockDeviceBody] = []
    var configDrive = false
    var keyName: String?
    var minimumCount: Int?
    var maximumCount: Int?
    var returnsReservationID = false
    var securityGroups: [SecurityGroupBody] = []
    var userData: String?
    var description: String?
    var tags: [String] = []
    var trustedImageCertificates: [String]?
    var host: String?
    var hypervisorHostname: String?
    var hostname: String?

    /// Before servers had descriptions of their own, a new server's was its name.
    var nameAndDescription: String {
        get { name }
        set { (name, description) = (newValue, newValue) }
    }

    static let schema = Schema<Self>(identity + sources + network + options + newer)

    private static let identity: [SchemaEntry<Self>] = [
        .required("name", \.nameAndDescription, .looseName, .legacyOnly),
        .required("name", \.nameAndDescription, .name, .between(.v2_1, .serverDescription)),
        .required("name", \.name, .name, .since(.serverDescription)),
        .optional("description", \.description, .description, .since(.serverDescription)),
        .optional("adminPass", \.adminPassword, Field<String>.text().secret),
        .optional("metadata", \.metadata, .metadata),
        .optional("key_name", \.keyName, .looseName, .legacyOnly),
        .optional("key_name", \.keyName, .name, .notLegacy),
        .optional("user_data", \.userData, .nullable(.base64(0...65535)), .legacyOnly),
        .optional("user_data", \.userData, .base64(0...65535), .notLegacy),
    ]

    private static let sources: [SchemaEntry<Self>] = [
        .optional("imageRef", \.imageRef, .uuidOrEmpty),
        .required("flavorRef", \.flavorRef, .textOrNumber(1...Int.max)),
        .optional("block_device_mapping", \.oldBlockDevices, .list(of: .object(OldBlockDeviceBody.schema))),
        .optional("block_device_mapping_v2", \.blockDevices, .list(of: .object(BlockDeviceBody.schema))),
        .optional("personality", \.files, .list(of: .object(PersonalityBody.schema)), .before(.personalityRemoved)),
        .optional("config_drive", \.configDrive, .boolean),
        .optional("OS-DCF:diskConfig", \.automaticDiskConfig, Field<String>.diskConfig.map { $0 == "AUTO" }),
    ]

    private static let network: [SchemaEntry<Self>] = [
        .optional("networks", \.networks, .networkList, .before(.explicitNetworks)),
        .required("networks", \.networks, .networks, .since(.explicitNetworks)),
        .optional("accessIPv4", \.accessIPv4, .ipv4),
        .optional("accessIPv6", \.accessIPv6, .ipv6),
        .optional("security_groups", \.securityGroups, .list(of: .object(SecurityGroupBody.schema))),
    ]

    private static let options: [SchemaEntry<Self>] = [
        .optional("availability_zone", \.availabilityZone, .looseName, .legacyOnly),
        .optional("availability_zone", \.availabilityZone, .name, .notLegacy),
        .optional("min_count", \.minimumCount, .positive),
        .optional("max_count", \.maximumCount, .positive),
        .optional("return_reservation_id", \.returnsReservationID, .boolean),
    ]

    private static let newer: [SchemaEntry<Self>] = [
        .optional("tags", \.tags, .list(of: .tag, max: 50), .since(.tagsAtCreate)),
        .optional(
            "trusted_image_certificates", \.trustedImageCertificates, .trustedCertificates,
            .since(.trustedCertificates)),
        .optional("host", \.host, .fqdn, .since(.requestedDestination)),
        .optional("hypervisor_hostname", \.hypervisorHostname, .fqdn, .since(.requestedDestination)),
        .optional("hostname", \.hostname, .hostname, .between(.serverHostname, .fqdnHostname)),
        .optional("hostname", \.hostname, .fqdn, .since(.fqdnHostname)),
    ]
}

/// A file to write into the guest.
struct PersonalityBody: WireBody {
    var path: String?
    /// Base64.
    var contents: String?

    static let schema = Schema<Self>([
        .optional("path", \.path, .text()),
        .optional("contents", \.contents, .base64),
    ])
}

struct SecurityGroupBody: WireBody {
    var name: String?

    static let schema = Schema<Self>([
        .optional("name", \.name, .looseName, .legacyOnly),
        .optional("name", \.name, .name, .notLegacy),
    ])
}
