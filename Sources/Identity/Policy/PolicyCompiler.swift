/// Puts a policy file over the defaults and replaces every reference by what it refers to.
struct PolicyCompiler {
    private let named: [String: PolicyCheck]
    private let overrides: PolicyOverrides?
    private let entries: [String: PolicyOverrides.Entry]
    private var compiled: [String: PolicyCheck] = [:]

    /// Checks each compile to at most this many parts: references that double at every step would fill the memory.
    private static let largest = 4_096

    init(_ overrides: PolicyOverrides?) throws(PolicyError) {
        self.overrides = overrides
        var named = BasePolicy.rules
        for rule in PolicyRule.allCases { named[rule.name] = rule.defaultLevel.check }
        let known = Set(named.keys)
        var entries: [String: PolicyOverrides.Entry] = [:]
        for entry in overrides?.entries ?? [] {
            named[entry.name] = entry.check
            entries[entry.name] = entry
        }
        self.named = named
        self.entries = entries
        try refuseUnknown(besides: known)
    }

    mutating func check(_ name: String) throws(PolicyError) -> PolicyCheck {
        var path: [String] = []
        return try resolve(name, &path)
    }

    /// A name that is neither ours nor referred to is a typing mistake: it would silently change nothing.
    private func refuseUnknown(besides known: Set<String>) throws(PolicyError) {
        let referred = Set(entries.values.flatMap(\.check.references))
        for entry in overrides?.entries ?? [] where !known.contains(entry.name) && !referred.contains(entry.name) {
            throw error(entry.name, "is unknown: no operation asks for it and no other rule refers to it")
        }
    }

    private mutating func resolve(_ name: String, _ path: inout [String]) throws(PolicyError) -> PolicyCheck {
        if let check = compiled[name] { return check }
        guard let check = named[name] else {
            throw error(path.last ?? name, "refers to \"\(name)\", which is not defined")
        }
        if path.contains(name) {
            throw error(name, "refers to itself: \((path + [name]).joined(separator: " -> "))")
        }
        path.append(name)
        let resolved = try resolve(check, &path)
        path.removeLast()
        guard resolved.size <= Self.largest else {
            throw error(name, "grows beyond \(Self.largest) checks with all that it refers to")
        }
        compiled[name] = resolved
        return resolved
    }

    private mutating func resolve(_ check: PolicyCheck, _ path: inout [String]) throws(PolicyError) -> PolicyCheck {
        switch check {
        case .rule(let name): return try resolve(name, &path)
        case .not(let inner): return .not(try resolve(inner, &path))
        case .all(let checks): return .all(try resolve(checks, &path))
        case .any(let checks): return .any(try resolve(checks, &path))
        case .always, .never, .role, .projectMatches, .userMatches, .projectIs, .userIs, .targetProjectIs,
            .targetUserIs:
            return check
        }
    }

    private mutating func resolve(_ checks: [PolicyCheck], _ path: inout [String]) throws(PolicyError) -> [PolicyCheck]
    {
        var resolved: [PolicyCheck] = []
        for check in checks { resolved.append(try resolve(check, &path)) }
        return resolved
    }

    private func error(_ rule: String, _ reason: String) -> PolicyError {
        PolicyError(file: overrides?.file, line: entries[rule]?.line, rule: rule, reason: reason)
    }
}

extension PolicyCheck {
    /// How many checks it is made of.
    fileprivate var size: Int {
        switch self {
        case .all(let checks), .any(let checks): 1 + checks.reduce(0) { $0 + $1.size }
        case .not(let check): 1 + check.size
        case .always, .never, .role, .projectMatches, .userMatches, .projectIs, .userIs, .targetProjectIs,
            .targetUserIs, .rule:
            1
        }
    }
}
