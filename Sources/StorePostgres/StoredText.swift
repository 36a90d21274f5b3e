/// Texts that may hold any character, where PostgreSQL's can't hold NUL: it is stored as U+0001 twice, and U+0001 as U+0001
/// and U+0002. Equal texts stay equal and the order of texts stays the same.
enum StoredText {
    private static let mark: UInt8 = 1

    static func encode(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 <= mark }) else { return text }
        var bytes: [UInt8] = []
        for byte in text.utf8 { bytes += byte <= mark ? [mark, byte + 1] : [byte] }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func decode(_ stored: UnsafeRawBufferPointer) -> String {
        guard stored.contains(mark) else { return String(decoding: stored, as: UTF8.self) }
        var bytes: [UInt8] = []
        var isMarked = false
        for byte in stored {
            if isMarked {
                bytes.append(byte &- 1)
                isMarked = false
            } else if byte == mark {
                isMarked = true
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
