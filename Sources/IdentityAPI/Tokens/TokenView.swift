import APISchema
import Identity
import WireJSON

/// A token as its document shows it.
struct ShownToken: Sendable {
    let info: TokenInfo
    /// Nil leaves the catalog out.
    let catalog: Catalog?

    var project: Project? { info.project }
}

enum TokenView {
    static let item = View<ShownToken>(
        "token",
        [
            .strings("methods") { $0.info.methods },
            .object("user") { token, writer in
                writer.field("id", token.info.userID)
                writer.field("name", token.info.userName)
                writeDomain(to: &writer)
                writer.nullField("password_expires_at")
            },
            .strings("audit_ids") { $0.info.auditIDs },
            .string("expires_at") { $0.info.expiresAt.text },
            .string("issued_at") { $0.info.issuedAt.text },
            .object("project", when: { $0.project != nil }) { token, writer in
                writer.field("id", token.project?.id)
                writer.field("name", token.project?.name)
                writeDomain(to: &writer)
            },
            .bool("is_domain", when: { $0.project != nil }) { _ in false },
            .array("roles", when: { $0.project != nil }) { token, writer in
                for role in token.info.roles {
                    writer.object { writer in
                        writer.field("id", role.id)
                        writer.field("name", role.name)
                    }
                }
            },
            .array("catalog", when: { $0.project != nil && $0.catalog != nil }) { token, writer, context in
                token.catalog?.writeItems(base: context.links.hostBase, to: &writer)
            },
        ])

    private static func writeDomain(to writer: inout JSONWriter) {
        writer.object("domain") { writer in
            writer.field("id", Domain.id)
            writer.field("name", Domain.name)
        }
    }
}
