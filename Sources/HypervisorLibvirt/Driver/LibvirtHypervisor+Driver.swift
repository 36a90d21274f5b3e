package import Compute
import FoundationEssentials
import Libvirt
import LibvirtXML
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

extension LibvirtHypervisor: HypervisorDriver {
    package func ping() async throws(HypervisorError) {
        _ = try await read(within: .seconds(10)) { connection throws(LibvirtError) in
            try connection.libvirtVersion()
        }
    }

    package func guest(_ id: ServerID) async throws(HypervisorError) -> GuestState? {
        guard let uuid = UUID(uuidString: id.text) else { return nil }
        return try await read { connection throws(LibvirtError) -> GuestState? in
            guard let domain = try connection.existingDomain(uuid) else { return nil }
            do throws(LibvirtError) {
                return GuestState(
                    id: id, name: try domain.name(), power: PowerState(try domain.state().state),
                    isOurs: try domain.isOurs())
            } catch {
                // It may go away between two questions.
                if error.code == .noDomain { return nil }
                throw error
            }
        }
    }

    /// One call brings every state: libvirtd answers from memory, whatever the guests' QEMUs do. Whose a guest is does
    /// not change, so each is asked about that once.
    package func guests() async throws(HypervisorError) -> [GuestState] {
        let known = memory.withLock { $0.ourGuests }
        let guests = try await read { connection throws(LibvirtError) in
            var guests: [GuestState] = []
            for record in try connection.domainStatistics(.state, .noWait) {
                let state = Domain.State(rawValue: Int32(record.parameters.signed("state.state") ?? 0))
                let reason = Domain.Reason(rawValue: Int32(record.parameters.signed("state.reason") ?? 0))
                guard let isOurs = known.contains(record.uuid) ? true : try connection.isOurs(record.uuid) else {
                    continue
                }
                guests.append(
                    GuestState(
                        id: ServerID(record.uuid), name: record.name, power: PowerState(state), isOurs: isOurs,
                        // QEMU's default: other errors than a lack of room are the guest's.
                        isStarved: state == .paused && reason == .pausedOnIOError))
            }
            return guests
        }
        let ours = Set(guests.lazy.filter(\.isOurs).compactMap { UUID(uuidString: $0.id.text) })
        memory.withLock { $0.ourGuests = ours }
        return guests
    }

    package func plan(_ spec: GuestSpec) async throws(HypervisorError) -> GuestPlan {
        try await builder(for: spec).plan()
    }

    package func checkDisks(_ spec: GuestSpec) async throws(HypervisorError) {
        let uuid = try spec.server.id.uuid()
        let xml = try await read(about: spec.server.id) { connection throws(LibvirtError) in
            try connection.existingDomain(uuid)?.xmlDescription()
        }
        guard let xml else { return }
        let present: DomainDocument
        do { present = try DomainDocument(xml: xml) } catch { throw HypervisorError(error) }
        let disks = try await builder(for: spec).disks()
        if let moved = MovedDisk(of: disks, in: present) {
            throw .diskElsewhere(device: moved.device, ours: moved.ours, file: moved.file)
        }
    }

    package func define(_ spec: GuestSpec) async throws(HypervisorError) {
        var builder = try await builder(for: spec)
        if builder.hasUEFI { builder.chosenFirmware = try await chosenFirmware(of: spec.server.id) }
        let document = try builder.document()
        let xml: String
        do { xml = try document.xml() } catch { throw HypervisorError(error) }
        let uuid = try spec.server.id.uuid()
        _ = try await change(on: .domain(uuid), about: spec.server.id) { connection throws(LibvirtError) in
            try connection.defineDomain(xml: xml)
        }
    }

    package func start(_ id: ServerID) async throws(HypervisorError) {
        let uuid = try id.uuid()
        try await change(on: .domain(uuid), about: id) { connection throws(LibvirtError) in
            let domain = try connection.domain(uuid: uuid)
            try domain.createUnlessActive()
            // The guest runs, whatever becomes of this.
            try? domain.keepFirmware(connection)
        }
    }

    package func requestShutdown(_ id: ServerID) async throws(HypervisorError) {
        let uuid = try id.uuid()
        try await read(waitingFor: uuid, within: .seconds(10), about: id) { connection throws(LibvirtError) in
            let domain = try connection.domain(uuid: uuid)
            do throws(LibvirtError) {
                try domain.shutdown()
            } catch {
                // It is off already, or on its way: libvirt may lose QEMU before it says that the guest is off.
                guard try domain.isSoonOff() else { throw error }
            }
        }
    }

    /// Its key is its own: a QEMU that hangs must not keep away the call that ends it.
    package func destroy(_ id: ServerID) async throws(HypervisorError) {
        guard let uuid = UUID(uuidString: id.text) else { return }
        try await change(on: LaneKey("end of domain \(id)"), about: id) { connection throws(LibvirtError) in
            guard let domain = try connection.existingDomain(uuid) else { return }
            do throws(LibvirtError) {
                guard try domain.isActive() else { return }
                try domain.destroy()
            } catch {
                // A transient domain is gone when it is off.
                if error.code == .noDomain { return }
                guard error.code == .operationInvalid, try connection.existingDomain(uuid)?.isActive() != true else {
                    throw error
                }
            }
        }
    }

    package func undefine(_ id: ServerID) async throws(HypervisorError) {
        guard let uuid = UUID(uuidString: id.text) else { return }
        try await change(on: .domain(uuid), about: id) { connection throws(LibvirtError) in
            guard let domain = try connection.existingDomain(uuid) else { return }
            do throws(LibvirtError) {
                guard try domain.isPersistent() else { return }
                try domain.undefineWhole()
            } catch {
                guard error.code == .noDomain else { throw error }
            }
        }
        _ = memory.withLock { $0.ourGuests.remove(uuid) }
    }

    package func events() -> AsyncStream<GuestEvent> {
        hub.events()
    }

    /// Looks, then sleeps until libvirt tells of a change; looks a last time when the time is up.
    package func waitUntilOff(_ id: ServerID, for limit: Duration) async throws(HypervisorError) -> Bool {
        let events = hub.events()
        if try await isOff(id) { return true }
        let outcome = await withTaskGroup(of: Result<Bool, HypervisorError>?.self) { group in
            group.addTask { await self.firstSeenOff(id, events) }
            group.addTask { [clock] in
                try? await clock.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
        if let outcome { return try outcome.get() }
        return try await isOff(id)
    }

    private func firstSeenOff(
        _ id: ServerID, _ events: AsyncStream<GuestEvent>
    ) async -> Result<Bool, HypervisorError>? {
        for await event in events {
            switch event {
            case .changed(let changed): guard changed == id else { continue }
            case .lookAgain, .connectionRestored: break
            case .connectionLost: continue
            }
            do {
                if try await isOff(id) { return .success(true) }
            } catch {
                return .failure(error)
            }
        }
        return nil
    }

    private func isOff(_ id: ServerID) async throws(HypervisorError) -> Bool {
        switch try await guest(id)?.power {
        case nil, .shutdown, .crashed, .noState: true
        case .running, .paused, .suspended: false
        }
    }
}

extension Domain {
    func createUnlessActive() throws(LibvirtError) {
        guard try !isActive() else { return }
        do throws(LibvirtError) {
            try FirewallRace.retried { () throws(LibvirtError) in try create() }
        } catch {
            // Somebody else may have started it meanwhile.
            guard error.code == .operationInvalid, try isActive() else { throw error }
        }
    }

    /// Carries the field's metadata block. libvirtd answers from memory.
    func isOurs() throws(LibvirtError) -> Bool {
        do {
            _ = try metadata(namespace: InstanceMetadata.namespace)
            return true
        } catch {
            if error.code == .noDomainMetadata { return false }
            throw error
        }
    }

    /// Removes the definition with all that libvirt keeps beside it. Drivers and older versions refuse flags that they
    /// don't know, and then have nothing of that kind to remove.
    func undefineWhole() throws(LibvirtError) {
        let ladder: [UndefineFlags] = [
            [.managedSave, .snapshotsMetadata, .checkpointsMetadata, .nvram, .tpm],
            [.managedSave, .snapshotsMetadata, .checkpointsMetadata, .nvram], [.managedSave],
        ]
        for flags in ladder {
            do throws(LibvirtError) {
                return try undefine(flags)
            } catch {
                guard error.code == .invalidArg || error.code == .argumentUnsupported else { throw error }
            }
        }
        try undefine()
    }
}

extension Domain {
    /// Whether the guest is off, or is within a second. Blocks the calling thread.
    fileprivate func isSoonOff() throws(LibvirtError) -> Bool {
        for _ in 0..<20 {
            if try state().state != .running { return true }
            usleep(50_000)
        }
        return false
    }
}
