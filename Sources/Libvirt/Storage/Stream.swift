import CLibvirt

/// Bytes to or from libvirt: a console, an upload, a download.
package final class Stream: Sendable {
    /// libvirt's handles are thread-safe and this one never changes.
    nonisolated(unsafe) let pointer: OpaquePointer

    /// Takes over one reference.
    init(adopting pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        virStreamFree(pointer)
    }

    package struct Flags: LibvirtFlags {
        package let rawValue: UInt32

        package init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        /// `send` and `receive` give nil instead of waiting.
        package static let nonBlocking = Self(VIR_STREAM_NONBLOCK)
    }

    /// What libvirt's transport carries in one message, at most 256 KiB less its header; larger ones would be cut.
    private static let chunk = 128 * 1024
    private static let wouldBlock: Int32 = -2

    /// - Returns: how many of the bytes were taken, perhaps not all; nil when a non-blocking stream would wait.
    package func send(_ bytes: ArraySlice<UInt8>) throws(LibvirtError) -> Int? {
        let sent = bytes.withUnsafeBytes { buffer in
            virStreamSend(pointer, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count)
        }
        return sent == Self.wouldBlock ? nil : Int(try check(sent))
    }

    /// - Returns: what has come, empty at the end; nil when a non-blocking stream would wait.
    package func receive(atMost count: Int = 128 * 1024) throws(LibvirtError) -> [UInt8]? {
        var received: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            let start = UnsafeMutableRawPointer(buffer.baseAddress)?.assumingMemoryBound(to: CChar.self)
            received = virStreamRecv(pointer, start, count)
            filled = max(0, Int(received))
        }
        if received == Self.wouldBlock { return nil }
        try check(received)
        return bytes
    }

    /// Ends the stream in order; fails when the other side had an error.
    package func finish() throws(LibvirtError) {
        try check(virStreamFinish(pointer))
    }

    /// Ends the stream at once, also from another thread while one waits in `receive`.
    package func abort() throws(LibvirtError) {
        try check(virStreamAbort(pointer))
    }

    /// Sends chunks until `next` gives nil, then finishes; aborts when anything fails. For blocking streams.
    package func sendAll(_ next: () throws(LibvirtError) -> [UInt8]?) throws(LibvirtError) {
        do throws(LibvirtError) {
            while let bytes = try next() { try sendWhole(bytes) }
        } catch {
            virStreamAbort(pointer)
            throw error
        }
        try finish()
    }

    /// Receives chunks until the end, then finishes; aborts when anything fails. For blocking streams.
    package func receiveAll(_ take: ([UInt8]) throws(LibvirtError) -> Void) throws(LibvirtError) {
        do throws(LibvirtError) {
            while let bytes = try receive(atMost: Self.chunk), !bytes.isEmpty { try take(bytes) }
        } catch {
            virStreamAbort(pointer)
            throw error
        }
        try finish()
    }

    private func sendWhole(_ bytes: [UInt8]) throws(LibvirtError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            guard let sent = try send(rest.prefix(Self.chunk)) else {
                throw LibvirtError(.invalidStream, message: "sendAll was used on a non-blocking stream")
            }
            rest = rest.dropFirst(sent)
        }
    }
}
