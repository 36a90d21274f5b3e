import APISchema
import Compute
import WireJSON

/// What the answer of a create tells of the first new server.
struct CreatedServer: Sendable {
    let server: ServerRecord
    /// Nil when passwords are not shown.
    let adminPassword: String?
    let securityGroups: [String]
}

enum CreatedServersView {
    static let server = View<CreatedServer>(
        "server",
        [
            .string("id") { $0.server.id.text },
            .links("servers") { $0.server.id.text },
            .string("OS-DCF:diskConfig") { $0.server.automaticDiskConfig ? "AUTO" : "MANUAL" },
            .array("security_groups") { created, writer in
                for group in created.securityGroups { writer.object { $0.field("name", group) } }
            },
            .string("adminPass", when: { $0.adminPassword != nil }) { $0.adminPassword },
        ])

    /// The answer of a create that asked for the reservation id alone.
    static let reservation = View<String>(nil, [.string("reservation_id") { $0 }])
}
