import APISchema
import Compute
import HTTPAPI
import Identity
import WireJSON

extension Visibility {
    static let flavorExtraSpecs = Visibility(.flavorExtraSpecsIndex)
}

enum FlavorView {
    /// In the plain list.
    static let summary = View<FlavorRecord>(
        "flavor",
        [
            .string("id") { $0.id },
            .string("name") { $0.name },
            .string("description", .since(.flavorDescription)) { $0.summary },
            .links("flavors") { $0.id },
        ])

    static let detail = View<FlavorRecord>(
        "flavor",
        [
            .string("id") { $0.id },
            .string("name") { $0.name },
            .int("ram") { $0.ram },
            .int("disk") { $0.disk },
            .value("swap", .before(.strictQueries)) { flavor, writer in
                if flavor.swap == 0 { writer.string("") } else { writer.int(flavor.swap) }
            },
            .int("swap", .since(.strictQueries)) { $0.swap },
            .int("OS-FLV-EXT-DATA:ephemeral") { $0.ephemeral },
            .bool("OS-FLV-DISABLED:disabled", .before(.strictQueriesEverywhere)) { $0.isDisabled },
            .int("vcpus") { $0.vcpus },
            .bool("os-flavor-access:is_public") { $0.isPublic },
            .double("rxtx_factor", .before(.strictQueriesEverywhere)) { $0.rxtxFactor },
            .links("flavors") { $0.id },
            .string("description", .since(.flavorDescription)) { $0.summary },
            .stringMap("extra_specs", .since(.flavorExtraSpecs), visibleTo: .flavorExtraSpecs) { $0.extraSpecs },
        ])

    static let access = View<FlavorAccess>(
        nil,
        [
            .string("flavor_id") { $0.flavorID },
            .string("tenant_id") { $0.project.text },
        ])

    static let accessList = access.list("flavor_access")
}
