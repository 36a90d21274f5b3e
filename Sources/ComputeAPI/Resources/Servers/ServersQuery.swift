import APISchema
import Compute
import WireJSON

/// The query of the server lists.
struct ServersQuery: WireBody {
    /// Filters that count for everyone, by key; the last of several.
    var filters: [String: String] = [:]
    /// Filters that count for administrators and are dropped for others.
    var restricted: [String: String] = [:]
    var statuses: [String] = []
    /// The same in versions that refuse unknown ones.
    var checkedStatuses: [String] = []
    /// Nil stands for a key that is accepted and has no effect.
    var sortKeys: [ServerQuery.SortKey?] = []
    var sortDirections: [SortDirection] = []
    var changedSince: Int64?
    var changedBefore: Int64?
    var isLocked: Bool?
    var deleted: Bool?
    var softDeleted: Bool?
    var allTenants = false
    var limit: Int?
    var marker: String?

    static let schema = QuerySchema<Self>(
        texts + patterns + joined + sorting + [
            .all("status", \.statuses, .text(), .before(.statusFilterChecked)),
            .all("status", \.checkedStatuses, .text(), .since(.statusFilterChecked)),
            .optional("changes-since", \.changedSince, .instant),
            .optional("changes-before", \.changedBefore, .instant, .since(.changesBefore)),
            .optional("locked", \.isLocked, .strictBoolean, .since(.lockReason)),
            .optional("deleted", \.deleted, .lenientBoolean),
            .optional("soft_deleted", \.softDeleted, .lenientBoolean),
            .optional("all_tenants", \.allTenants, .flag),
            .optional("limit", \.limit, .nonNegative),
            .optional("marker", \.marker, .text()),
            .ignoredPrefix("_"),
        ], closed: .since(.strictQueries))

    private static let texts: [QueryEntry<Self>] = [
        filter("user_id", .text(), everyone: .moreUserFilters),
        filter("project_id", .text(), everyone: nil),
        filter("tenant_id", .text(), everyone: nil),
        filter("launch_index", .text(), everyone: nil),
        filter("image_ref", .text(), everyone: nil),
        filter("image", .text(), everyone: .legacy),
        filter("vm_state", .text(), everyone: .moreUserFilters),
        filter("task_state", .text(), everyone: .moreUserFilters),
        filter("host", .text(), everyone: nil),
        filter("uuid", .text(), everyone: nil),
    ].flatMap { $0 }

    private static let patterns: [QueryEntry<Self>] =
        [
            "kernel_id", "ramdisk_id", "node", "display_name", "description", "display_description", "locked_by",
            "root_device_name", "access_ip_v4", "access_ip_v6", "auto_disk_config",
        ].flatMap { filter($0, .regex, everyone: nil) }
        + ["flavor", "reservation_id", "name", "ip"].flatMap { filter($0, .regex, everyone: .legacy) }
        + filter("ip6", .regex, everyone: .ip6Filter)
        + ["tags", "tags-any", "not-tags", "not-tags-any"].map { key in
            .optional(key, \.filters[key], .regex, .since(.serverTags))
        }
        + [
            "availability_zone", "config_drive", "key_name", "created_at", "launched_at", "terminated_at",
            "power_state", "progress",
        ].flatMap { filter($0, .regex, everyone: .moreUserFilters) }
        + filter("hostname", .regex, everyone: .serverHostname)

    /// Names of joined tables, which administrators are told that they can't filter by.
    static let joinedNames = [
        "block_device_mapping", "services", "metadata", "system_metadata", "info_cache", "security_groups",
        "pci_devices",
    ]

    private static let joined: [QueryEntry<Self>] = joinedNames.map { .optional($0, \.restricted[$0], .text()) }

    /// - Parameter first: the first version in which the filter counts for everyone; nil: for administrators only.
    private static func filter(
        _ key: String, _ field: Field<String>, everyone first: Microversion?
    ) -> [QueryEntry<Self>] {
        guard let first else {
            return [
                .optional(key, \.restricted[key], .text(), .legacyOnly),
                .optional(key, \.restricted[key], field, .notLegacy),
            ]
        }
        guard !first.isLegacy else {
            return [
                .optional(key, \.filters[key], .text(), .legacyOnly),
                .optional(key, \.filters[key], field, .notLegacy),
            ]
        }
        return [
            .optional(key, \.restricted[key], .text(), .legacyOnly),
            .optional(key, \.restricted[key], field, .between(.v2_1, first)),
            .optional(key, \.filters[key], field, .since(first)),
        ]
    }

    private static let sorting: [QueryEntry<Self>] = [
        .all("sort_key", \.sortKeys, .sortKey(besides: ignoredSortKeys + ["locked"]), .before(.lockReason)),
        .all("sort_key", \.sortKeys, .sortKey(besides: ignoredSortKeys), .between(.lockReason, .strictQueries)),
        .all("sort_key", \.sortKeys, .sortKey(besides: []), .since(.strictQueries)),
        .all(
            "sort_dir", \.sortDirections,
            Field<String>.choice("asc", "desc").map { SortDirection(rawValue: $0) ?? .descending }),
    ]

    private static let ignoredSortKeys = [
        "architecture", "cell_name", "cleaned", "default_ephemeral_device", "default_swap_device", "deleted",
        "deleted_at", "disable_terminate", "ephemeral_gb", "ephemeral_key_uuid", "id", "key_data", "launched_on",
        "memory_mb", "os_type", "reservation_id", "root_gb", "shutdown_terminate", "user_data", "vcpus", "vm_mode",
    ]
}

extension Field where Value == ServerQuery.SortKey? {
    /// - Parameter ignored: keys that are accepted and have no effect.
    fileprivate static func sortKey(besides ignored: [String]) -> Field<ServerQuery.SortKey?> {
        Field { (value, _) throws(SchemaFailure) -> ServerQuery.SortKey? in
            let text = value.text ?? ""
            if ignored.contains(text) { return nil }
            guard let key = ServerQuery.SortKey(rawValue: text) else {
                throw SchemaFailure("Servers can't be sorted by it", value: text)
            }
            return key
        }
    }
}
