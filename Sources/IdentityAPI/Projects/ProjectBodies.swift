import APISchema
import HTTPAPI
import HTTPTypes
import Identity
import WireJSON

struct CreateProjectBody: WireBody {
    var name = ""
    var description: String?
    var isEnabled = true
    var domain: String?
    var parent: String?
    var isDomain = false

    static let schema = Schema<Self>(
        "project",
        [
            .required("name", \.name, .text(1...64)),
            .optional("description", \.description, .nullable(.text())),
            .optional("enabled", \.isEnabled, .jsonBoolean),
            .optional("domain_id", \.domain, .nullable(.text())),
            .optional("parent_id", \.parent, .nullable(.text())),
            .optional("is_domain", \.isDomain, .jsonBoolean),
        ], open: true)

    func new() throws -> NewProject {
        if isDomain { throw APIError(.badRequest, "There is one domain, \(Domain.name); others can't be made.") }
        try OnlyDomain.check(domain)
        if let parent, parent != Domain.id {
            throw APIError(.badRequest, "Projects can't lie in other projects: parent_id can only be '\(Domain.id)'.")
        }
        return NewProject(name: name, description: description ?? "", isEnabled: isEnabled)
    }
}

struct UpdateProjectBody: WireBody {
    var name: String?
    var description: String??
    var isEnabled: Bool?
    var domain: String?

    static let schema = Schema<Self>(
        "project",
        [
            .optional("name", \.name, .text(1...64)),
            .optional("description", \.description, .nullable(.text())),
            .optional("enabled", \.isEnabled, .jsonBoolean),
            .optional("domain_id", \.domain, .nullable(.text())),
        ], open: true)

    func update() throws -> ProjectUpdate {
        try OnlyDomain.check(domain)
        return ProjectUpdate(name: name, description: description.map { $0 ?? "" }, isEnabled: isEnabled)
    }
}

struct ListProjectsQuery: WireBody {
    var name: String?
    var isEnabled: Bool?
    var domain: String?
    var parent: String?
    var isDomain: Bool?

    static let schema = QuerySchema<Self>([
        .optional("name", \.name, .text()),
        .optional("enabled", \.isEnabled, .flag),
        .optional("domain_id", \.domain, .text()),
        .optional("parent_id", \.parent, .text()),
        .optional("is_domain", \.isDomain, .flag),
    ])

    func matches(_ project: Project) -> Bool {
        (name ?? project.name) == project.name && (isEnabled ?? project.isEnabled) == project.isEnabled
            && (domain ?? Domain.id) == Domain.id && (parent ?? Domain.id) == Domain.id && isDomain != true
    }
}

extension OnlyDomain {
    /// Throws 404 for the id of any other domain.
    static func check(_ id: String?) throws(IdentityError) {
        guard let id, id != Domain.id else { return }
        throw .notFound(.domain, id: id)
    }
}
