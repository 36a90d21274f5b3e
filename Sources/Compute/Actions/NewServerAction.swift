package import DurableActions
import FoundationEssentials

/// A durable action about to be inserted, with what `os-instance-actions` shows of it.
package struct NewServerAction: Sendable {
    package var action: NewAction
    /// The API's name: create, delete, start … (server-states.md, section 3).
    package var name: String
    package var origin: Origin
    /// Of what is done by being written down: its one event, if it has any.
    package var doneEvent: String?

    package init(action: NewAction, name: String, origin: Origin) {
        self.action = action
        self.name = name
        self.origin = origin
    }

    init(
        _ action: some ServerDurableAction, origin: Origin, host: HostName, world: World
    ) throws(ComputeError) {
        do {
            self.action = try NewAction(
                action, id: ActionID(rawValue: world.makeUUID()), subject: action.server.text, host: host.text,
                created: Self.date(world))
        } catch {
            throw .failure("The action could not be written down: \(error)")
        }
        name = action.name
        self.origin = origin
    }

    /// Something that is done by being written down.
    init(done name: String, event: String?, to server: ServerID, origin: Origin, host: HostName, world: World) {
        action = NewAction(
            done: name, id: ActionID(rawValue: world.makeUUID()), subject: server.text, host: host.text,
            created: Self.date(world))
        self.name = name
        self.origin = origin
        doneEvent = event
    }

    private static func date(_ world: World) -> Date {
        Date(timeIntervalSince1970: Double(world.now().microseconds) / 1_000_000)
    }
}
