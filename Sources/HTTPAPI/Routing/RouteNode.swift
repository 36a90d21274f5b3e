import HTTPTypes

/// One segment of the tree of paths. Fixed segments win over parameters.
struct RouteNode: Sendable {
    private var fixed: [String: RouteNode] = [:]
    /// At most one: the child for any segment.
    private var parameter: [RouteNode] = []
    private var operations: [HTTPRequest.Method: RouteOperations] = [:]

    static func isParameter(_ segment: String) -> Bool { segment.hasPrefix("{") && segment.hasSuffix("}") }

    mutating func insert(
        _ path: ArraySlice<String>, at method: HTTPRequest.Method, _ change: (inout RouteOperations) -> Void
    ) {
        guard let segment = path.first else {
            return change(&operations[method, default: RouteOperations()])
        }
        if Self.isParameter(segment) {
            if parameter.isEmpty { parameter = [RouteNode()] }
            parameter[0].insert(path.dropFirst(), at: method, change)
        } else {
            fixed[segment, default: RouteNode()].insert(path.dropFirst(), at: method, change)
        }
    }

    /// - Parameter values: gets the segments that stand for parameters.
    func find(
        _ method: HTTPRequest.Method, _ path: ArraySlice<String>, _ values: inout [String]
    ) -> RouteOperations? {
        guard let segment = path.first else { return operations[method] }
        if let found = fixed[segment]?.find(method, path.dropFirst(), &values) { return found }
        guard let child = parameter.first, !segment.isEmpty else { return nil }
        values.append(segment)
        if let found = child.find(method, path.dropFirst(), &values) { return found }
        values.removeLast()
        return nil
    }
}
