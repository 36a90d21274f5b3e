/// What a step of a durable action changes in the store, in the same transaction that moves the action on.
package enum ComputeChange: Sendable, Hashable {
    case server(ServerID, ServerChange)
    /// Deletes the ports that aerie made for the server and gives back their addresses; unbinds the others.
    case releasePorts(of: ServerID)
    /// Records the host on the server's ports; nil unbinds them.
    case bindPorts(of: ServerID, host: HostName?)
    /// Keeps the server's new password, encrypted to its key.
    case keepPassword(String, of: ServerID)
    /// Opens an event of the action that the change belongs to.
    case beginEvent(String, host: HostName?)
    /// Closes the newest open event of that name.
    case endEvent(String, InstanceEvent.Result, details: String?, traceback: String?)
}
