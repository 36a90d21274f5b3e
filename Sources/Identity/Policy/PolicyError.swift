/// What is wrong with a policy file, and where.
package struct PolicyError: Error, CustomStringConvertible, Equatable {
    package var file: String?
    /// From 1.
    package var line: Int?
    package var rule: String?
    package var reason: String

    package var description: String {
        let place = (file ?? "policy") + (line.map { ":\($0)" } ?? "")
        return "\(place): " + (rule.map { "rule \"\($0)\": " } ?? "") + reason
    }
}
