package import Compute
import FoundationEssentials
import Libvirt
import LibvirtXML
import Logging

/// Copies of disks by a block job of QEMU's own (`virDomainBlockCopy`) into a file that stands on nothing. The guest's disk
/// never moves, so nothing of the guest depends on the job: it may be given up at any time, by whoever finds it.
extension LibvirtHypervisor {
    package func copyDisk(
        _ copy: DiskCopy, of id: ServerID, progress: @escaping @Sendable (Int) -> Void
    ) async throws(HypervisorError) {
        let uuid = try id.uuid()
        guard let device = try await device(of: copy, uuid, id) else { throw .off("copied") }
        let target = try copy.destination(device)
        try await begin(on: device, into: target, uuid, id)
        do throws(HypervisorError) {
            try await untilReady(device, uuid, id, into: copy.target, progress)
        } catch .impossible(let reason) {
            // It would go on, and fill the disk.
            _ = await ended { () async throws(HypervisorError) in
                try await self.abort(device, uuid, id, isWhole: false)
            }
            throw .impossible(reason)
        }
        let isFrozen = try await freeze(copy.quiesce, uuid, id)
        let end = await ended { () async throws(HypervisorError) in
            try await self.abort(device, uuid, id, isWhole: true)
        }
        if isFrozen { await thaw(uuid, id) }
        try end.get()
    }

    package func endDiskCopy(_ copy: DiskCopy, of id: ServerID) async throws(HypervisorError) {
        let uuid = try id.uuid()
        guard let device = try await device(of: copy, uuid, id) else { return }
        let end = await ended { () async throws(HypervisorError) in
            try await self.abort(device, uuid, id, isWhole: false)
        }
        if copy.quiesce != .never { await thaw(uuid, id) }
        try end.get()
    }

    /// The disk's name in the guest; nil when the guest is off, or is none.
    private func device(of copy: DiskCopy, _ uuid: UUID, _ id: ServerID) async throws(HypervisorError) -> String? {
        let xml = try await read(about: id) { connection throws(LibvirtError) -> String? in
            guard let domain = try connection.existingDomain(uuid), try domain.isActive() else { return nil }
            return try domain.xmlDescription()
        }
        guard let xml else { return nil }
        let disks: [DomainDisk]
        do { disks = try DomainDocument(xml: xml).devices.disks } catch { throw HypervisorError(error) }
        if let disk = disks.first(where: { $0.source == .file(copy.source) }) { return disk.target }
        let first = disks.first
        var elsewhere = "another file"
        if case .file(let path) = first?.source { elsewhere = path }
        throw .diskElsewhere(device: first?.target ?? "", ours: copy.source, file: elsewhere)
    }

    private func begin(
        on device: String, into target: String, _ uuid: UUID, _ id: ServerID
    ) async throws(HypervisorError) {
        // Not in line with other changes: what ends a QEMU that hangs must not wait for it.
        let key = LaneKey("copies of domain \(id)")
        let isOn = try await change(on: key, within: Self.startLimit, about: id) { connection throws(LibvirtError) in
            let domain = try connection.domain(uuid: uuid)
            do throws(LibvirtError) {
                try domain.copyBlock(device, to: target)
                return true
            } catch {
                guard error.code == .operationInvalid, try !domain.isActive() else { throw error }
                return false
            }
        }
        guard isOn else { throw .off("copied") }
    }

    /// From then on the copy has everything that the guest writes, at the moment it is written.
    private func untilReady(
        _ device: String, _ uuid: UUID, _ id: ServerID, into target: String,
        _ progress: @escaping @Sendable (Int) -> Void
    ) async throws(HypervisorError) {
        var (pause, idle, least) = (Duration.milliseconds(10), Duration.zero, UInt64.max)
        while true {
            // QEMU pauses every guest that finds the disk full, and a guest may write more than was there when the copy began.
            if DiskRoom(of: target)?.isNearlyUsedUp == true { throw .crowdedDisk }
            guard let job = try await job(on: device, uuid, id) else { throw .unfinishedCopy }
            if job.end > 0, job.position >= job.end { return }
            let rest = job.end - min(job.position, job.end)
            let isNearer = job.end > 0 && rest < least && least - rest >= Self.leastStep
            idle = isNearer ? .zero : idle + pause
            if isNearer { least = rest }
            if job.end > 0 {
                progress(Int(Double(job.position) / Double(job.end) * 100))
            }
            guard idle < Self.mostIdle else { throw .restlessDisk }
            do { try await clock.sleep(for: pause) } catch { throw .unfinishedCopy }
            pause = min(pause * 2, .milliseconds(200))
        }
    }

    /// Nil when there is none, also of a guest that is off.
    private func job(on device: String, _ uuid: UUID, _ id: ServerID) async throws(HypervisorError) -> BlockJob? {
        try await read(waitingFor: uuid, about: id) { connection throws(LibvirtError) -> BlockJob? in
            guard let domain = try connection.existingDomain(uuid), try domain.isActive() else { return nil }
            return try domain.copyJob(device)
        }
    }

    /// - Parameter isWhole: the copy is ready, and it is an error when it isn't there any more.
    private func abort(
        _ device: String, _ uuid: UUID, _ id: ServerID, isWhole: Bool
    ) async throws(HypervisorError) {
        // Its key is its own: a QEMU that hangs must not keep away the call that ends it.
        let key = LaneKey("end of copies of domain \(id)")
        let limit = isWhole ? Self.flushLimit : Self.abortLimit
        let isEnded = try await change(on: key, within: limit, about: id) { connection throws(LibvirtError) in
            guard let domain = try connection.existingDomain(uuid), try domain.isActive() else { return false }
            guard try domain.copyJob(device) != nil else { return false }
            do throws(LibvirtError) {
                try domain.abortBlockJob(device)
                return true
            } catch {
                // It may have ended by itself meanwhile, and the guest too.
                if try domain.isActive(), try domain.copyJob(device) != nil { throw error }
                return false
            }
        }
        guard isEnded || !isWhole else { throw .unfinishedCopy }
    }

    /// - Returns: whether the file systems are frozen.
    private func freeze(
        _ quiesce: DiskCopy.Quiesce, _ uuid: UUID, _ id: ServerID
    ) async throws(HypervisorError) -> Bool {
        guard quiesce != .never else { return false }
        do throws(HypervisorError) {
            try await read(waitingFor: uuid, within: Self.agentLimit, about: id) { connection throws(LibvirtError) in
                _ = try connection.domain(uuid: uuid).freezeFileSystems()
            }
            return true
        } catch {
            // It may come to it later.
            await thaw(uuid, id)
            guard quiesce == .required else {
                logger.info(
                    "a disk is copied without its file systems frozen",
                    metadata: ["server": "\(id)", "reason": "\(error.message)"])
                return false
            }
            throw .impossible(
                "The server's image asks for frozen file systems (os_require_quiesce), but the guest's agent does not "
                    + "freeze them. Start the agent in the guest, or stop the server, then try again.")
        }
    }

    /// A guest without an agent can't have been frozen.
    private func thaw(_ uuid: UUID, _ id: ServerID) async {
        _ = try? await read(waitingFor: uuid, within: Self.agentLimit, about: id) { connection throws(LibvirtError) in
            _ = try connection.domain(uuid: uuid).thawFileSystems()
        }
    }

    private func ended(
        _ work: () async throws(HypervisorError) -> Void
    ) async -> Result<Void, HypervisorError> {
        do throws(HypervisorError) { return .success(try await work()) } catch { return .failure(error) }
    }

    /// How long a copy may come no nearer to its end.
    private static var mostIdle: Duration { .seconds(600) }
    /// Bytes by which it must come nearer for that.
    private static var leastStep: UInt64 { 64 << 20 }
    /// For what the copy has in memory and not on the disk.
    private static var flushLimit: Duration { .seconds(600) }
    private static var startLimit: Duration { .seconds(20) }
    private static var abortLimit: Duration { .seconds(10) }
    private static var agentLimit: Duration { .seconds(60) }
}

extension Domain {
    fileprivate func copyJob(_ device: String) throws(LibvirtError) -> BlockJob? {
        guard let job = try blockJob(device), job.kind == .copy else { return nil }
        return job
    }
}

extension DiskCopy {
    /// Its blocks of zeros take no room.
    fileprivate func destination(_ device: String) throws(HypervisorError) -> String {
        let disk = DomainDisk {
            $0.source = .file(target)
            $0.driver.name = "qemu"
            $0.driver.format = format == .qcow2 ? .qcow2 : .raw
            $0.driver.discard = .unmap
            $0.target = device
            $0.backingChain = []
        }
        do { return try disk.xml() } catch { throw HypervisorError(error) }
    }
}

extension HypervisorError {
    fileprivate static var unfinishedCopy: HypervisorError {
        .failed("The copy of the guest's disk ended before it was whole.")
    }

    fileprivate static var crowdedDisk: HypervisorError {
        .impossible(
            "There is not enough free space on the host for the image: its disk was nearly full while the server's disk was "
                + "copied. Free space there, then try again.")
    }

    fileprivate static var restlessDisk: HypervisorError {
        .impossible(
            "The server writes to its disk faster than it can be copied. Let it rest, or stop it, then try again.")
    }
}
