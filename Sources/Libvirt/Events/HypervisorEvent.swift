/// What an event stream carries.
package enum HypervisorEvent: Hashable, Sendable {
    case domain(DomainEvent)
    /// Events were lost since the last one: the consumer was too slow. Read everything again.
    case missed
    /// Events come from now on; what happened before is unknown. Read everything again.
    case connected
    /// No events come until `connected`. Nil when the connection could not be opened.
    case disconnected(CloseReason?)
}
