/// What somebody said with NOTIFY.
package struct Notification: Hashable, Sendable {
    package let channel: String
    package let payload: String

    package init(channel: String, payload: String) {
        self.channel = channel
        self.payload = payload
    }
}

/// What a listener hears. A hint only: who hears it looks at the tables.
package enum NotificationEvent: Hashable, Sendable {
    /// Anything may have been said unheard: the connection is new, or the consumer was slow.
    case missed
    case heard(Notification)
}
