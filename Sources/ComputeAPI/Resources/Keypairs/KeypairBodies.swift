import APISchema
import Compute

struct CreateKeypairBody: WireBody {
    var name = ""
    var kind = KeypairRecord.Kind.ssh
    /// Nil: one is made.
    var publicKey: String?
    var user: UserID?

    static let schema = Schema<Self>(
        "keypair",
        [
            .required("name", \.name, .looseName, .legacyOnly),
            .required("name", \.name, .keypairName, .between(.v2_1, .keypairImportOnly)),
            .required("name", \.name, .keypairNameV292, .since(.keypairImportOnly)),
            .optional("type", \.kind, .choice(of: KeypairRecord.Kind.self), .since(.keypairTypes)),
            .optional("public_key", \.publicKey, .text(), .before(.keypairImportOnly)),
            .required("public_key", \.publicKey, .text(), .since(.keypairImportOnly)),
            .optional("user_id", \.user, KeypairQuery.user, .since(.keypairUsers)),
        ])
}

/// Whose keypairs, where that can be said.
struct KeypairQuery: WireBody {
    var user: UserID?
    var limit: Int?
    var marker: String?

    static let user = Field<String>.text().map { UserID($0) }

    static let schema = QuerySchema<Self>(
        [.optional("user_id", \.user, user, .since(.keypairUsers))], closed: .since(.strictQueries))

    /// Of the list.
    static let list = QuerySchema<Self>(
        [
            .optional("user_id", \.user, user, .since(.keypairUsers)),
            .optional("limit", \.limit, .nonNegative, .since(.keypairPaging)),
            .optional("marker", \.marker, .text(), .since(.keypairPaging)),
        ], closed: .since(.strictQueries))
}
