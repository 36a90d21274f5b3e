/// The first words of SPICE on a channel, as its clients say them (SpiceLinkHeader, SpiceLinkMess, SpiceLinkReply).
enum SpiceLink {
    enum Channel: UInt8 {
        case main = 1
        case inputs = 3
    }

    struct Reply: Equatable {
        var magic: String
        var major: UInt32
        /// 0: the server takes the channel, and sends its key.
        var error: UInt32
    }

    static let headerLength = 16
    private static let messageLength = 18
    /// Of a client that selects how it proves itself, and of short headers.
    private static let capabilities: UInt32 = 1 | 1 << 3

    /// A client's first message on a channel of a new session.
    static func request(_ channel: Channel) -> [UInt8] {
        let message =
            bytes(0) + [channel.rawValue, 0] + bytes(1) + bytes(0) + bytes(UInt32(messageLength)) + bytes(capabilities)
        return Array("REDQ".utf8) + bytes(2) + bytes(2) + bytes(UInt32(message.count)) + message
    }

    /// How long the server's answer is.
    /// - Parameter header: its first bytes.
    static func replyLength(_ header: [UInt8]) -> Int {
        headerLength + Int(number(header, at: 12))
    }

    static func reply(_ bytes: [UInt8]) -> Reply {
        Reply(
            magic: String(decoding: bytes.prefix(4), as: UTF8.self), major: number(bytes, at: 4),
            error: number(bytes, at: headerLength))
    }

    private static func bytes(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    /// All ones where the bytes end too soon.
    private static func number(_ bytes: [UInt8], at offset: Int) -> UInt32 {
        guard bytes.count >= offset + 4 else { return .max }
        return bytes[offset..<offset + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
}
