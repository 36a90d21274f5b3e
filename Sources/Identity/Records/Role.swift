/// What a user may do in a project. `admin` implies `manager`, `member` and `reader`, each the ones below it;
/// `service` stands alone and is for other services.
package enum Role: String, CaseIterable, Sendable {
    case reader, member, manager, admin, service

    package var name: String { rawValue }

    /// The same in every installation, so a client may keep it.
    package var id: String {
        switch self {
        case .reader: "2b0c1f7e5f6d4a6c9a51d2f0c7e4b801"
        case .member: "2b0c1f7e5f6d4a6c9a51d2f0c7e4b802"
        case .manager: "2b0c1f7e5f6d4a6c9a51d2f0c7e4b803"
        case .admin: "2b0c1f7e5f6d4a6c9a51d2f0c7e4b804"
        case .service: "2b0c1f7e5f6d4a6c9a51d2f0c7e4b805"
        }
    }

    package init?(id: String) {
        guard let role = Role.allCases.first(where: { $0.id == id }) else { return nil }
        self = role
    }

    /// The role itself and all that it implies.
    package var implied: RoleSet {
        switch self {
        case .reader: [.reader]
        case .member: [.member, .reader]
        case .manager: [.manager, .member, .reader]
        case .admin: [.admin, .manager, .member, .reader]
        case .service: [.service]
        }
    }
}
