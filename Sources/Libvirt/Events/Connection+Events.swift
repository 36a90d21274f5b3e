import CLibvirt

extension Connection {
    /// The domains' events, for one consumer, from now until the connection is gone.
    /// - Parameter capacity: how many wait for the consumer; older ones are dropped and show as `.missed`.
    package func events(capacity: Int = 1024) throws(LibvirtError) -> EventStream {
        let (stream, sink) = EventStream.make(capacity: capacity)
        try deliverEvents(to: sink)
        return stream
    }

    func deliverEvents(to sink: EventSink) throws(LibvirtError) {
        for registration in EventCallbacks.all { try register(registration, sink) }
    }

    private func register(_ callback: EventCallbacks.Registration, _ sink: EventSink) throws(LibvirtError) {
        let box = Unmanaged.passRetained(sink)
        let id = virConnectDomainEventRegisterAny(
            pointer, nil, callback.event, callback.function, box.toOpaque()
        ) { opaque in
            guard let opaque else { return }
            Unmanaged<EventSink>.fromOpaque(opaque).release()
        }
        guard id >= 0 else {
            let error = LibvirtError.last()
            box.release()
            throw error
        }
        remember { $0.events.append(id) }
    }
}
