import APISchema
import Compute

/// The value of the action `rebuild`.
struct RebuildBody: WireBody {
    var imageRef = ""
    var name: String?
    var adminPassword: String?
    var metadata: [String: String]?
    var keepsEphemeral = false
    var automaticDiskConfig: Bool?
    var accessIPv4: String?
    var accessIPv6: String?
    var files: [PersonalityBody] = []
    var description: String??
    var keyName: String??
    var userData: String??
    var trustedImageCertificates: [String]??
    var hostname: String?

    static let schema = Schema<Self>(common + newer)

    private static let common: [SchemaEntry<Self>] = [
        .required("imageRef", \.imageRef, .uuid),
        .optional("name", \.name, .looseName, .legacyOnly),
        .optional("name", \.name, .name, .notLegacy),
        .optional("adminPass", \.adminPassword, Field<String>.text().secret),
        .optional("metadata", \.metadata, .metadata),
        .optional("preserve_ephemeral", \.keepsEphemeral, .boolean),
        .optional("OS-DCF:diskConfig", \.automaticDiskConfig, Field<String>.diskConfig.map { $0 == "AUTO" }),
        .optional("accessIPv4", \.accessIPv4, .ipv4),
        .optional("accessIPv6", \.accessIPv6, .ipv6),
        .optional("personality", \.files, .list(of: .object(PersonalityBody.schema)), .before(.personalityRemoved)),
    ]

    private static let newer: [SchemaEntry<Self>] = [
        .optional("description", \.description, Field<String?>.description, .since(.serverDescription)),
        .optional("key_name", \.keyName, Field<String?>.nameOrNull, .since(.rebuildKey)),
        .optional(
            "user_data", \.userData, Field<String?>.nullable(.base64(0...65535)), .since(.personalityRemoved)),
        .optional(
            "trusted_image_certificates", \.trustedImageCertificates, Field<[String]?>.trustedCertificates,
            .since(.trustedCertificates)),
        .optional("hostname", \.hostname, .hostname, .between(.serverHostname, .fqdnHostname)),
        .optional("hostname", \.hostname, .fqdn, .since(.fqdnHostname)),
    ]

    func request() throws(ComputeError) -> RebuildRequest {
        var request = RebuildRequest(image: ImageID(imageRef))
        request.adminPassword = adminPassword
        request.name = name
        request.hostname = hostname
        request.summary = Setting(description)
        request.accessIPv4 = accessIPv4
        request.accessIPv6 = accessIPv6
        request.automaticDiskConfig = automaticDiskConfig
        request.metadata = metadata
        request.userData = Setting(userData)
        request.keyName = Setting(keyName)
        request.trustedImageCertificates = Setting(trustedImageCertificates)
        request.files = try files.injected()
        request.keepsEphemeral = keepsEphemeral
        return request
    }
}
