package import DurableActions

/// A durable action about to be inserted, with what `os-instance-actions` shows of it.
package struct NewServerAction: Sendable {
    package var action: NewAction
    /// The API's name: create, delete, start … (server-states.md, section 3).
    package var name: String
    package var origin: Origin

    package init(action: NewAction, name: String, origin: Origin) {
        self.action = action
        self.name = name
        self.origin = origin
    }
}
