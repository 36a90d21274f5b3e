import APISchema
import Compute
import WireJSON

/// A keypair with its private key, where it was just made.
struct CreatedKeypair: Sendable {
    let keypair: KeypairRecord
    var privateKey: String?
}

enum KeypairView {
    /// Items of the list have a key around them.
    static let list = View<KeypairRecord>(nil, [.nested("keypair", .all, summary) { $0 }])
        .list("keypairs", links: .since(.keypairPaging))

    static let detail = View<KeypairRecord>(
        "keypair",
        names + [
            .string("user_id") { $0.userID.text },
            .microtime("created_at") { $0.createdAt },
            .constant("deleted", .all, false),
            .null("deleted_at"),
            .int("id") { $0.number },
            .null("updated_at"),
        ])

    static let created = View<CreatedKeypair>(
        "keypair",
        [
            .string("name") { $0.keypair.name },
            .string("public_key") { $0.keypair.publicKey },
            .string("fingerprint") { $0.keypair.fingerprint },
            .string("type", .since(.keypairTypes)) { $0.keypair.kind.rawValue },
            .string("user_id") { $0.keypair.userID.text },
            .string("private_key", .before(.keypairImportOnly), when: { $0.privateKey != nil }) { $0.privateKey },
        ])

    private static let summary = View<KeypairRecord>(nil, names)

    private static let names: [ViewEntry<KeypairRecord>] = [
        .string("name") { $0.name },
        .string("public_key") { $0.publicKey },
        .string("fingerprint") { $0.fingerprint },
        .string("type", .since(.keypairTypes)) { $0.kind.rawValue },
    ]
}
