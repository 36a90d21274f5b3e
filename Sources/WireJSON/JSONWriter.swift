/// Writes one JSON document front to back into a growing buffer.
///
/// Commas are set by the writer, brackets by the caller: whoever writes a key writes exactly one value after it.
package struct JSONWriter: ~Copyable, Sendable {
    private var bytes: OutputBytes
    /// The last thing written was a value, so whatever follows on this level needs a comma first.
    private var afterValue = false

    package init(capacity: Int = 512) {
        bytes = OutputBytes(capacity: capacity)
    }

    /// The finished document.
    package consuming func finish() -> [UInt8] { bytes.read { Array($0) } }

    /// The finished document where it lies, to be copied once into wherever it goes.
    package consuming func finish<Result>(_ take: (UnsafeRawBufferPointer) -> Result) -> Result { bytes.read(take) }

    package var count: Int { bytes.count }

    // MARK: Structure

    package mutating func beginObject() { open(UInt8(ascii: "{")) }
    package mutating func endObject() { close(UInt8(ascii: "}")) }
    package mutating func beginArray() { open(UInt8(ascii: "[")) }
    package mutating func endArray() { close(UInt8(ascii: "]")) }

    package mutating func object(_ members: (inout JSONWriter) throws -> Void) rethrows {
        beginObject()
        try members(&self)
        endObject()
    }

    package mutating func array(_ items: (inout JSONWriter) throws -> Void) rethrows {
        beginArray()
        try items(&self)
        endArray()
    }

    package mutating func key(_ key: JSONKey) {
        separate()
        bytes.append(contentsOf: key.encoded)
        afterValue = false
    }

    /// A key of plain letters, digits and punctuation: no escapes are applied.
    package mutating func key(_ key: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: key)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        afterValue = false
    }

    /// A key made of data, such as a metadata item's.
    package mutating func key(escaping key: String) {
        string(key)
        bytes.append(UInt8(ascii: ":"))
        afterValue = false
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        afterValue = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        afterValue = true
    }

    private mutating func separate() {
        if afterValue { bytes.append(UInt8(ascii: ",")) }
    }

    // MARK: Values

    package mutating func null() { literal("null") }
    package mutating func bool(_ value: Bool) { value ? literal("true") : literal("false") }

    package mutating func string(_ value: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        JSONText.append(value, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
        afterValue = true
    }

    package mutating func int(_ value: Int) { int(Int64(value)) }

    package mutating func int(_ value: Int64) {
        separate()
        Decimal.append(value, to: &bytes)
        afterValue = true
    }

    /// Infinities and NaN, which JSON doesn't know, become null.
    package mutating func double(_ value: Double) {
        guard value.isFinite else { return null() }
        separate()
        var text = value.description
        text.withUTF8 { bytes.append(contentsOf: $0) }
        afterValue = true
    }

    /// `YYYY-MM-DDThh:mm:ssZ`.
    package mutating func time(microseconds: Int64) {
        text { CalendarTime(microseconds: microseconds).append(fraction: false, zone: true, to: &$0) }
    }

    /// `YYYY-MM-DDThh:mm:ss.ffffff`, without a zone.
    package mutating func microtime(microseconds: Int64) {
        text { CalendarTime(microseconds: microseconds).append(fraction: true, zone: false, to: &$0) }
    }

    /// A document that was encoded before, as it is.
    package mutating func raw(_ document: [UInt8]) {
        separate()
        bytes.append(contentsOf: document)
        afterValue = true
    }

    mutating func text(_ content: (inout OutputBytes) -> Void) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        content(&bytes)
        bytes.append(UInt8(ascii: "\""))
        afterValue = true
    }

    private mutating func literal(_ text: StaticString) {
        separate()
        bytes.append(contentsOf: text)
        afterValue = true
    }
}
