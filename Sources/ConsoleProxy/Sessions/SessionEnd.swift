import NIOWebSocket

/// Why a session ended.
enum SessionEnd: String, Sendable, Hashable {
    case clientLeft = "the client left"
    case guestGone = "the guest is gone"
    case expired = "its time is up"
    /// What a serial port says can be read once, and a screen has a bound of sessions.
    case replaced = "other sessions have taken its place"
    /// Of a further connection of a session with SPICE.
    case sessionOver = "the session's first connection has ended"
    case stopping = "aeried stops"

    var code: WebSocketErrorCode {
        switch self {
        case .clientLeft: .normalClosure
        case .guestGone, .sessionOver, .stopping: .goingAway
        case .expired, .replaced: .policyViolation
        }
    }
}
