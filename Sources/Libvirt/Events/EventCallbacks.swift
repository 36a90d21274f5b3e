import CLibvirt

/// The C functions that libvirt calls on the event thread. They capture nothing: the opaque is a retained `EventSink`.
/// Each copies what it needs, yields it and returns; name and UUID are read from the handle without a call.
enum EventCallbacks {
    struct Registration {
        let event: Int32
        let function: virConnectDomainEventGenericCallback

        init<Function>(_ event: virDomainEventID, _ function: Function) {
            self.event = Int32(bitPattern: event.rawValue)
            // libvirt takes every kind of callback as this type and casts it back by the event's number.
            self.function = unsafeBitCast(function, to: virConnectDomainEventGenericCallback.self)
        }
    }

    static var all: [Registration] {
        [
            Registration(VIR_DOMAIN_EVENT_ID_LIFECYCLE, lifecycle),
            Registration(VIR_DOMAIN_EVENT_ID_REBOOT, reboot),
            Registration(VIR_DOMAIN_EVENT_ID_DEVICE_ADDED, deviceAdded),
            Registration(VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED, deviceRemoved),
            Registration(VIR_DOMAIN_EVENT_ID_DEVICE_REMOVAL_FAILED, deviceRemovalFailed),
            Registration(VIR_DOMAIN_EVENT_ID_BLOCK_JOB_2, blockJob),
            Registration(VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE, agent),
            Registration(VIR_DOMAIN_EVENT_ID_BALLOON_CHANGE, balloon),
        ]
    }

    private typealias Opaque = UnsafeMutableRawPointer?
    private typealias Characters = UnsafePointer<CChar>?

    private static let lifecycle: @convention(c) (OpaquePointer?, OpaquePointer?, Int32, Int32, Opaque) -> Int32 = {
        _, domain, event, detail, opaque in
        deliver(
            .lifecycle(
                DomainEvent.Lifecycle(rawValue: event), detail: DomainEvent.LifecycleDetail(rawValue: detail)),
            domain, opaque)
        return 0
    }

    private static let reboot: @convention(c) (OpaquePointer?, OpaquePointer?, Opaque) -> Void = {
        deliver(.rebooted, $1, $2)
    }

    private static let deviceAdded: @convention(c) (OpaquePointer?, OpaquePointer?, Characters, Opaque) -> Void = {
        deliver(.deviceAdded(alias: string($2)), $1, $3)
    }

    private static let deviceRemoved: @convention(c) (OpaquePointer?, OpaquePointer?, Characters, Opaque) -> Void = {
        deliver(.deviceRemoved(alias: string($2)), $1, $3)
    }

    private static let deviceRemovalFailed:
        @convention(c) (OpaquePointer?, OpaquePointer?, Characters, Opaque) -> Void = {
            deliver(.deviceRemovalFailed(alias: string($2)), $1, $3)
        }

    private static let blockJob:
        @convention(c) (OpaquePointer?, OpaquePointer?, Characters, Int32, Int32, Opaque) -> Void = {
            let kind = BlockJob.Kind(rawValue: $3)
            deliver(.blockJob(disk: string($2), kind: kind, status: BlockJob.Status(rawValue: $4)), $1, $5)
        }

    private static let agent: @convention(c) (OpaquePointer?, OpaquePointer?, Int32, Int32, Opaque) -> Void = {
        deliver(.agent(DomainEvent.AgentState(rawValue: $2)), $1, $4)
    }

    private static let balloon: @convention(c) (OpaquePointer?, OpaquePointer?, UInt64, Opaque) -> Void = {
        deliver(.balloon(memoryKiB: $2), $1, $3)
    }

    private static func string(_ characters: Characters) -> String {
        characters.map { String(cString: $0) } ?? ""
    }

    private static func deliver(_ change: DomainEvent.Change, _ domain: OpaquePointer?, _ opaque: Opaque) {
        // An event is a hint; of a domain without a UUID it would be none.
        guard let opaque, let domain, let name = virDomainGetName(domain),
            let uuid = try? takeUUID({ virDomainGetUUID(domain, $0) })
        else { return }
        let event = DomainEvent(uuid: uuid, name: String(cString: name), change: change)
        Unmanaged<EventSink>.fromOpaque(opaque).takeUnretainedValue().yield(.domain(event))
    }
}
