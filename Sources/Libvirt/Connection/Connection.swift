import CLibvirt
package import FoundationEssentials
import Synchronization

/// One libvirt connection. Any thread may use it, and several at once.
///
/// Calls block until libvirt answers; make them on a lane (`Lanes`, `ManagedConnection`).
package final class Connection: Sendable {
    /// libvirt's handles are thread-safe and this one never changes.
    nonisolated(unsafe) let pointer: OpaquePointer
    private let loop: EventLoop
    private let registrations = Mutex(Registrations())
    private let knownDomains = Mutex<[UUID: Domain]>([:])

    /// - Parameters:
    ///   - pointer: a handle with one reference that is given to this object.
    ///   - loop: kept until the connection is closed.
    init(adopting pointer: OpaquePointer, loop: EventLoop) {
        self.pointer = pointer
        self.loop = loop
    }

    /// Opens a connection, such as `qemu:///system`.
    package static func open(_ uri: String, loop: EventLoop) throws(LibvirtError) -> Connection {
        Connection(adopting: try check(virConnectOpen(uri)), loop: loop)
    }

    /// Registered callbacks hold references of their own to the handle, so they have to go first.
    deinit {
        let left = registrations.withLock { $0 }
        for callback in left.events { virConnectDomainEventDeregisterAny(pointer, callback) }
        if let sink = left.closeSink {
            virConnectUnregisterCloseCallback(pointer, closeCallback)
            sink.continuation.finish()
        }
        // So have domains.
        knownDomains.withLock { $0 = [:] }
        virConnectClose(pointer)
    }

    /// A domain without asking the other side again, where this connection has met it before. It may be gone, or another
    /// one with that UUID: whatever it is used for looks.
    package func knownDomain(uuid: UUID) throws(LibvirtError) -> Domain {
        if let known = knownDomains.withLock({ $0[uuid] }) { return known }
        let found = try domain(uuid: uuid)
        knownDomains.withLock { known in
            if known.count >= Self.mostKnownDomains { known = [:] }
            known[uuid] = found
        }
        return found
    }

    private static let mostKnownDomains = 256

    struct Registrations: Sendable {
        var events: [Int32] = []
        /// Drivers without another side take the callback but never call or free it, so the stream is ended by us.
        var closeSink: CloseSink?
    }

    func remember(_ change: (inout Registrations) -> Void) {
        registrations.withLock { change(&$0) }
    }
}

extension Connection {
    /// Pings the other side; the connection counts as lost after `count` unanswered pings, `interval` seconds apart.
    /// - Returns: false where the connection has no other side (the test driver).
    @discardableResult
    package func keepAlive(interval: Int32, count: UInt32) throws(LibvirtError) -> Bool {
        try check(virConnectSetKeepAlive(pointer, interval, count)) == 0
    }

    /// Known locally: no question is sent to the other side.
    package var isAlive: Bool { virConnectIsAlive(pointer) == 1 }

    /// Ends with one reason when the connection is lost. One caller per connection.
    package func closeReasons() throws(LibvirtError) -> AsyncStream<CloseReason> {
        let (stream, continuation) = AsyncStream.makeStream(of: CloseReason.self, bufferingPolicy: .bufferingNewest(1))
        let sink = CloseSink(continuation)
        let box = Unmanaged.passRetained(sink)
        let result = virConnectRegisterCloseCallback(pointer, closeCallback, box.toOpaque()) { opaque in
            guard let opaque else { return }
            Unmanaged<CloseSink>.fromOpaque(opaque).release()
        }
        guard result >= 0 else {
            let error = LibvirtError.last()
            box.release()
            throw error
        }
        remember { $0.closeSink = sink }
        return stream
    }
}

/// Why a connection ended.
package struct CloseReason: LibvirtCode {
    package let rawValue: Int32

    package init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    package static let error = Self(VIR_CONNECT_CLOSE_REASON_ERROR)
    package static let endOfFile = Self(VIR_CONNECT_CLOSE_REASON_EOF)
    package static let keepAlive = Self(VIR_CONNECT_CLOSE_REASON_KEEPALIVE)
    package static let client = Self(VIR_CONNECT_CLOSE_REASON_CLIENT)
}

final class CloseSink: Sendable {
    let continuation: AsyncStream<CloseReason>.Continuation

    init(_ continuation: AsyncStream<CloseReason>.Continuation) {
        self.continuation = continuation
    }

    deinit {
        continuation.finish()
    }
}

/// On the event thread. Unregistering names the function, hence one constant.
private let closeCallback: virConnectCloseFunc = { _, reason, opaque in
    guard let opaque else { return }
    let sink = Unmanaged<CloseSink>.fromOpaque(opaque).takeUnretainedValue()
    sink.continuation.yield(CloseReason(rawValue: reason))
    sink.continuation.finish()
}
