import APISchema
import HTTPTypes

/// Where every operation of a mount is found.
struct RouteTable: Sendable {
    private var root = RouteNode()
    private(set) var problems: [String] = []

    init(_ resources: [any Resource]) {
        var endpoints: [RouteKey: [Endpoint]] = [:]
        for resource in resources {
            for endpoint in resource.endpoints {
                let path = endpoint.path ?? resource.actionPath
                endpoints[RouteKey(method: endpoint.method, path: path, action: endpoint.action), default: []]
                    .append(endpoint)
                problems += endpoint.problems.map { "\(endpoint.title): \($0)" }
            }
        }
        for (key, group) in endpoints { add(group, at: key) }
        problems.sort()
    }

    private mutating func add(_ group: [Endpoint], at key: RouteKey) {
        problems += Coverage.problems(of: group.map { (name: key.title, versions: $0.versions) }, in: "routes")
        let table = EpochTable(cutAt: group.map(\.versions)) { version in
            group.first { $0.versions.contains(version) }
        }
        let segments = key.path.isEmpty ? [] : key.path.split(separator: "/").map(String.init)
        let names = segments.filter(RouteNode.isParameter).map { String($0.dropFirst().dropLast()) }
        var others: [String] = names
        root.insert(segments[...], at: key.method) { operation in
            if !operation.parameterNames.isEmpty { others = operation.parameterNames }
            if let action = key.action {
                operation.actions[action] = table
            } else {
                operation.plain = table
                operation.input = group[0].input
            }
            operation.parameterNames = names
        }
        if others != names {
            problems.append("\(key.title): the same path names its parameters \(others) elsewhere")
        }
    }

    /// - Parameter segments: decoded.
    func find(_ method: HTTPRequest.Method, _ segments: ArraySlice<String>) -> RouteMatch? {
        var values: [String] = []
        guard let operations = root.find(method, segments, &values) else { return nil }
        return RouteMatch(
            operations: operations, parameters: zip(operations.parameterNames, values).map { (name: $0, value: $1) })
    }
}

struct RouteKey: Hashable {
    let method: HTTPRequest.Method
    let path: String
    let action: String?

    var title: String { "\(method.rawValue) \(path)\(action.map { " \($0)" } ?? "")" }
}

struct RouteMatch: Sendable {
    let operations: RouteOperations
    let parameters: [(name: String, value: String)]
}

/// What one method of one path does, by version.
struct RouteOperations: Sendable {
    var plain: EpochTable<Endpoint?>?
    var actions: [String: EpochTable<Endpoint?>] = [:]
    var parameterNames: [String] = []

    /// How the plain operation reads its body; the same in every version.
    var input = Endpoint.Input.none

    /// Only operations without versions can be open.
    var isOpen: Bool { plain?[.v2_1]?.needsToken == false }
}
