import APISchema
import HTTPAPI
import HTTPTypes
import Identity
import WireJSON

/// A user as it is created and updated.
struct UserBody: WireBody {
    /// Empty where none is given.
    var name = ""
    var password: String?
    var email: String??
    var description: String??
    var isEnabled: Bool?
    var defaultProject: String??
    var domain: String?

    static let create = schema(.required("name", \.name, .text(1...255)))
    static let update = schema(.optional("name", \.name, .text(1...255)))

    private static func schema(_ name: SchemaEntry<Self>) -> Schema<Self> {
        Schema(
            "user",
            [
                name,
                .optional("password", \.password, .nullable(.text())),
                .optional("email", \.email, .nullable(.text())),
                .optional("description", \.description, .nullable(.text())),
                .optional("enabled", \.isEnabled, .jsonBoolean),
                .optional("default_project_id", \.defaultProject, .nullable(.text())),
                .optional("domain_id", \.domain, .nullable(.text())),
            ], open: true, secret: true)
    }

    func new() throws(IdentityError) -> NewUser {
        try OnlyDomain.check(domain)
        return NewUser(
            name: name, password: password, email: email ?? nil, description: (description ?? nil) ?? "",
            isEnabled: isEnabled ?? true, defaultProjectID: defaultProject ?? nil)
    }

    func update() throws(IdentityError) -> UserUpdate {
        try OnlyDomain.check(domain)
        return UserUpdate(
            name: name.isEmpty ? nil : name, password: password, isEnabled: isEnabled, email: Self.change(email),
            description: description.map { .to($0 ?? "") } ?? .unchanged,
            defaultProjectID: Self.change(defaultProject))
    }

    private static func change(_ value: String??) -> Change<String?> {
        guard let value else { return .unchanged }
        return .to(value)
    }
}

struct ChangePasswordBody: WireBody {
    var original = ""
    var new = ""

    static let schema = Schema<Self>(
        "user",
        [
            .required("original_password", \.original, .text()),
            .required("password", \.new, .text(1...)),
        ], open: true, secret: true)
}

struct ListUsersQuery: WireBody {
    var name: String?
    var isEnabled: Bool?
    var domain: String?

    static let schema = QuerySchema<Self>([
        .optional("name", \.name, .text()),
        .optional("enabled", \.isEnabled, .flag),
        .optional("domain_id", \.domain, .text()),
    ])

    func matches(_ user: User) -> Bool {
        (name ?? user.name) == user.name && (isEnabled ?? user.isEnabled) == user.isEnabled
            && (domain ?? Domain.id) == Domain.id
    }
}
