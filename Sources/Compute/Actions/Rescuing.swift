import DurableActions

/// Bringing a guest up from a rescue image, beside its own disks.
extension ServerActionEnvironment {
    /// Makes what the rescue boots from; nothing of the guest itself is touched.
    func prepareRescue(
        of server: ServerRecord, from image: ServerImage, adminPassword: String?, _ cancellation: CancellationFlag
    ) async throws {
        let (disks, request) = (disks, DiskRequest(server: server.id, image: image, flavor: server.flavor))
        _ = try await Self.untilCancelled(cancellation) { try await disks.prepareRescue(request) }
        guard server.configDrive else { return }
        let metadata = try await guestMetadata(of: server, adminPassword: adminPassword, files: [])
        _ = try await disks.writeRescueConfigDrive(metadata, for: server.id)
    }

    /// Defines the guest, which is off, so that it boots from the rescue image.
    func defineRescue(of server: ServerRecord, from image: ServerImage) async throws {
        let spec = try await rescueSpec(of: server, from: image)
        _ = try await driver.plan(spec)
        try await driver.define(spec)
    }

    /// Throws what would keep the guest from being rescued on this host.
    func checkRescue(of server: ServerRecord, from image: ServerImage) async throws {
        _ = try await driver.plan(try await rescueSpec(of: server, from: image))
    }

    private func rescueSpec(of server: ServerRecord, from image: ServerImage) async throws -> GuestSpec {
        let rescue = try await disks.prepareRescue(
            DiskRequest(server: server.id, image: image, flavor: server.flavor))
        var spec = try await spec(of: server)
        spec.directBoot = directBoot(of: image, rescue)
        switch try RescueLayout(image) {
        case .replacing:
            spec.server.image = image.keepingTPM(of: server.image)
            // Another system, perhaps on another firmware, would take the server's boot entries for stale.
            spec.nvram = disks.rescueNVRAMPath(of: server.id)
            spec.disks =
                rescue.disks.filter { $0.role == .rescue } + spec.disks.filter { $0.role == .root }
                + rescue.disks.filter { $0.role == .configDrive }
        case .added(let device, let bus):
            spec.disks = spec.disks.map { $0.role == .root ? $0.booted(2) : $0 }
            spec.disks += rescue.disks.filter { $0.role == .rescue }.map { $0.booted(1).placed(device, bus) }
        }
        return spec
    }
}

extension GuestDisk {
    fileprivate func booted(_ place: Int) -> GuestDisk {
        var disk = self
        disk.bootOrder = place
        return disk
    }

    fileprivate func placed(_ device: Device, _ bus: GuestProperties.DiskBus?) -> GuestDisk {
        var disk = self
        disk.device = device
        disk.bus = bus
        return disk
    }
}
