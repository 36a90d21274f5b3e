package import DurableActions
import FoundationEssentials

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

    init(
        _ action: some ServerDurableAction, origin: Origin, host: HostName, world: World
    ) throws(ComputeError) {
        let now = Date(timeIntervalSince1970: Double(world.now().microseconds) / 1_000_000)
        do {
            self.action = try NewAction(
                action, id: ActionID(rawValue: world.makeUUID()), subject: action.server.text, host: host.text,
                created: now)
        } catch {
            throw .failure("The action could not be written down: \(error)")
        }
        name = action.name
        self.origin = origin
    }
}
