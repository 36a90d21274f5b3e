/// A program and its arguments, each passed as it is: no shell sees them.
struct Command: Sendable {
    /// Name as found on the search path.
    let tool: String
    let arguments: [String]
    var limits = CommandLimits()
    var environment: [String: String] = [:]
}
