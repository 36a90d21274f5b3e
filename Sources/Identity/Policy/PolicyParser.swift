/// Reads oslo.policy's check language: `role:member and project_id:%(project_id)s or rule:admin_api`. `and` binds more
/// tightly than `or`, `not` more tightly than both.
struct PolicyParser {
    struct Failure: Error, Equatable {
        let reason: String
    }

    private static let deepest = 64
    private var tokens: ArraySlice<PolicyToken>
    private var depth = 0

    /// The empty text lets everybody pass, as with oslo.policy.
    static func parse(_ text: String) throws(Failure) -> PolicyCheck {
        var parser = PolicyParser(tokens: try PolicyToken.scan(text)[...])
        guard !parser.tokens.isEmpty else { return .always }
        let check = try parser.alternatives()
        if let token = parser.tokens.first {
            throw Failure(reason: "wanted \"and\", \"or\" or the end, found \(token)")
        }
        return check
    }

    private init(tokens: ArraySlice<PolicyToken>) {
        self.tokens = tokens
    }

    private mutating func alternatives() throws(Failure) -> PolicyCheck {
        var checks = [try conjunction()]
        while tokens.first == .or {
            tokens.removeFirst()
            checks.append(try conjunction())
        }
        return checks.count == 1 ? checks[0] : .any(checks)
    }

    private mutating func conjunction() throws(Failure) -> PolicyCheck {
        var checks = [try negation()]
        while tokens.first == .and {
            tokens.removeFirst()
            checks.append(try negation())
        }
        return checks.count == 1 ? checks[0] : .all(checks)
    }

    private mutating func negation() throws(Failure) -> PolicyCheck {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw Failure(reason: "is nested more than \(Self.deepest) deep") }
        switch tokens.popFirst() {
        case .not: return .not(try negation())
        case .open:
            let check = try alternatives()
            guard tokens.popFirst() == .close else { throw Failure(reason: "a parenthesis is never closed") }
            return check
        case .check(let text): return try Self.single(text)
        case let token?: throw Failure(reason: "wanted a check, found \(token)")
        case nil: throw Failure(reason: "wanted a check, found the end")
        }
    }

    private static func single(_ text: String) throws(Failure) -> PolicyCheck {
        switch text {
        case "@": return .always
        case "!": return .never
        default: break
        }
        guard let colon = text.firstIndex(of: ":"), colon != text.startIndex else {
            throw Failure(reason: "wanted KIND:VALUE, \"@\" or \"!\", found \"\(text)\"")
        }
        return try comparison(String(text[..<colon]), String(text[text.index(after: colon)...]))
    }

    private static func comparison(_ kind: String, _ value: String) throws(Failure) -> PolicyCheck {
        switch kind {
        case "rule": return .rule(value)
        case "role": return try role(value)
        case "is_admin": return try isAdmin(value)
        case "project_id", "tenant_id": return try project(value)
        case "user_id": return try user(value)
        case "domain_id", "user_domain_id", "project_domain_id": return value == Domain.id ? .always : .never
        // Tokens here are scoped to projects only.
        case "system_scope": return .never
        default: return try literal(kind, value)
        }
    }

    private static func role(_ name: String) throws(Failure) -> PolicyCheck {
        guard let role = Role(rawValue: name.lowercased()) else {
            let known = Role.allCases.map(\.name).joined(separator: ", ")
            throw Failure(reason: "there is no role \"\(name)\"; there are \(known)")
        }
        return .role(role)
    }

    private static func isAdmin(_ value: String) throws(Failure) -> PolicyCheck {
        switch value.lowercased() {
        case "true": return .rule(BasePolicy.contextIsAdmin)
        case "false": return .not(.rule(BasePolicy.contextIsAdmin))
        default: throw Failure(reason: "wanted is_admin:True or is_admin:False, found is_admin:\(value)")
        }
    }

    private static func project(_ value: String) throws(Failure) -> PolicyCheck {
        switch try attribute(value) {
        case .project: return .projectMatches
        case .user: throw Failure(reason: "compares a project with a user: \"\(value)\"")
        case nil: return .projectIs(value)
        }
    }

    private static func user(_ value: String) throws(Failure) -> PolicyCheck {
        switch try attribute(value) {
        case .user: return .userMatches
        case .project: throw Failure(reason: "compares a user with a project: \"\(value)\"")
        case nil: return .userIs(value)
        }
    }

    /// `'abc':%(project_id)s`: the target's side is what is compared with a constant.
    private static func literal(_ kind: String, _ value: String) throws(Failure) -> PolicyCheck {
        guard let quote = kind.first, quote == "'" || quote == "\"", kind.count >= 2, kind.last == quote else {
            throw Failure(reason: "\"\(kind)\" is not something that can be checked")
        }
        let constant = String(kind.dropFirst().dropLast())
        switch try attribute(value) {
        case .project: return .targetProjectIs(constant)
        case .user: return .targetUserIs(constant)
        case nil: return constant == value ? .always : .never
        }
    }

    private enum Attribute { case project, user }

    /// nil for a constant.
    private static func attribute(_ value: String) throws(Failure) -> Attribute? {
        guard value.contains("%") else { return nil }
        switch value {
        case "%(project_id)s", "%(tenant_id)s", "%(target.project.id)s": return .project
        case "%(user_id)s", "%(target.user.id)s": return .user
        default:
            throw Failure(reason: "\"\(value)\" is unknown; targets have %(project_id)s and %(user_id)s")
        }
    }
}
