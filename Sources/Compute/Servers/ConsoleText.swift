/// Turns the raw bytes of a serial console into text for clients.
package enum ConsoleText {
    /// Characters 00–08 and 0B–1F are removed, so that what remains are tabs and line feeds.
    package static func text(of bytes: [UInt8], lastLines: Int?) -> String {
        let kept = bytes.filter { $0 == 9 || $0 == 10 || $0 >= 32 }
        guard let lastLines, lastLines >= 0 else { return String(decoding: kept, as: UTF8.self) }
        return String(decoding: kept[start(of: lastLines, in: kept)...], as: UTF8.self)
    }

    /// Where the last `count` lines begin. As with Nova what follows the last line feed is a line, also when it is empty.
    private static func start(of count: Int, in bytes: [UInt8]) -> Int {
        guard count > 0 else { return bytes.count }
        var remaining = count
        var index = bytes.count
        while index > 0 {
            if bytes[index - 1] == 10 {
                remaining -= 1
                if remaining == 0 { return index }
            }
            index -= 1
        }
        return 0
    }
}
