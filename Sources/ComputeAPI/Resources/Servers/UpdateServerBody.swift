import APISchema
import Compute

/// The body of `PUT /servers/{id}`: any subset.
struct UpdateServerBody: WireBody {
    var name: String?
    var automaticDiskConfig: Bool?
    var accessIPv4: String?
    var accessIPv6: String?
    var description: String??
    var hostname: String?
    var pinnedZone: String??

    static let schema = Schema<Self>(
        "server",
        [
            .optional("name", \.name, .looseName, .legacyOnly),
            .optional("name", \.name, .name, .notLegacy),
            .optional("OS-DCF:diskConfig", \.automaticDiskConfig, Field<String>.diskConfig.map { $0 == "AUTO" }),
            .optional("accessIPv4", \.accessIPv4, .ipv4),
            .optional("accessIPv6", \.accessIPv6, .ipv6),
            .optional("description", \.description, Field<String?>.description, .since(.serverDescription)),
            .optional("hostname", \.hostname, .hostname, .between(.serverHostname, .fqdnHostname)),
            .optional("hostname", \.hostname, .fqdn, .since(.fqdnHostname)),
            .optional("pinned_availability_zone", \.pinnedZone, Field<String?>.nameOrNull, .since(.pinnedZoneUpdate)),
        ])

    var change: ServerChange {
        ServerChange { change in
            if let name { change.name = .set(name) }
            if let automaticDiskConfig { change.automaticDiskConfig = .set(automaticDiskConfig) }
            if let accessIPv4 { change.accessIPv4 = .set(accessIPv4) }
            if let accessIPv6 { change.accessIPv6 = .set(accessIPv6) }
            if let description { change.summary = .set(description) }
            if let hostname { change.hostname = .set(hostname) }
            if let pinnedZone { change.pinnedAvailabilityZone = .set(pinnedZone) }
        }
    }
}
