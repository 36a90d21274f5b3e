/// A group of operations on one kind of thing.
package protocol Resource: Sendable {
    var endpoints: [Endpoint] { get }
    /// Where actions that name no path of their own are posted, such as `servers/{id}/action`.
    var actionPath: String { get }
}

extension Resource {
    package var actionPath: String { "" }
}
