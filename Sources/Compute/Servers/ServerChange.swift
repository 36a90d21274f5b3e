/// A partial change of a server's own row. What is `.keep` stays as it is; `updated_at` moves with every change.
package struct ServerChange: Sendable, Hashable {
    /// When set, the state part of this change (vm_state, task_state, power_state, progress, fault, times of
    /// launch, termination and soft deletion) applies only while the server's task is one of these (nil: none). Otherwise a later request, a delete
    /// say, has taken the server over, and the earlier action must not overwrite its task.
    package var onlyDuring: Set<TaskState?>?
    /// When set, the same part applies only while the server is in one of these states.
    package var onlyIn: Set<VMState>?
    /// When set, `resize` and `resizeStatus` apply only while the server's resize has this status: another one is not its.
    package var onlyWhile: ServerResize.Status?

    package var vmState: Setting<VMState> = .keep
    package var taskState: Setting<TaskState?> = .keep
    package var powerState: Setting<PowerState> = .keep
    package var progress: Setting<Int> = .keep
    /// Its `createdAt` is stamped when the change is applied.
    package var fault: Setting<ServerFault?> = .keep
    package var host: Setting<HostName?> = .keep
    package var node: Setting<String?> = .keep
    package var availabilityZone: Setting<String> = .keep
    package var launchedAt: Setting<Timestamp?> = .keep
    package var terminatedAt: Setting<Timestamp?> = .keep
    /// Set: the record is hidden from now on, except from those who ask for deleted ones.
    package var deletedAt: Setting<Timestamp?> = .keep
    package var softDeletedAt: Setting<Timestamp?> = .keep
    package var shelf: Setting<ServerShelf?> = .keep
    package var machineType: Setting<String?> = .keep
    package var virtType: Setting<VirtType?> = .keep
    package var rootDeviceName: Setting<String?> = .keep
    package var flavor: Setting<ServerFlavor> = .keep
    package var resize: Setting<ServerResize?> = .keep
    /// Of the server's resize, if it has one.
    package var resizeStatus: Setting<ServerResize.Status> = .keep

    package var name: Setting<String> = .keep
    package var hostname: Setting<String> = .keep
    package var summary: Setting<String?> = .keep
    package var accessIPv4: Setting<String> = .keep
    package var accessIPv6: Setting<String> = .keep
    package var automaticDiskConfig: Setting<Bool> = .keep
    package var image: Setting<ServerImage> = .keep
    package var configDrive: Setting<Bool> = .keep
    package var keyName: Setting<String?> = .keep
    package var keyData: Setting<String?> = .keep
    /// In changes by actions only: elsewhere the server is read without it.
    package var userData: Setting<String?> = .keep
    package var trustedImageCertificates: Setting<[String]?> = .keep
    package var pinnedAvailabilityZone: Setting<String?> = .keep
    package var lock: Setting<ServerLock?> = .keep
    /// The whole new set of items.
    package var metadata: Setting<[String: String]> = .keep
    /// The whole new set, sorted, without duplicates.
    package var tags: Setting<[String]> = .keep

    package init() {}

    package init(_ fill: (inout ServerChange) -> Void) {
        fill(&self)
    }

    /// After a resize the server keeps what its flavor asks for. Without a host it holds nothing.
    private func applyClaim(to server: inout ServerRecord) {
        if server.resize == nil, let claim = server.claim, claim.isReplacing {
            server.claim = claim.answering(server.tuning)
        }
        if server.host == nil || server.deletedAt != nil { server.claim = nil }
    }

    /// A server is in the zone of its host; without one, in the one that it is to be in.
    private func applyZone(to server: inout ServerRecord) {
        if server.host == nil { server.availabilityZone = server.pinnedAvailabilityZone ?? "" }
    }

    package func apply(to server: inout ServerRecord, at now: Timestamp) {
        if ownsState(of: server) {
            vmState.apply(to: &server.vmState)
            taskState.apply(to: &server.taskState)
            powerState.apply(to: &server.powerState)
            progress.apply(to: &server.progress)
            applyFault(to: &server, at: now)
            launchedAt.apply(to: &server.launchedAt)
            terminatedAt.apply(to: &server.terminatedAt)
            softDeletedAt.apply(to: &server.softDeletedAt)
        }
        shelf.apply(to: &server.shelf)
        host.apply(to: &server.host)
        node.apply(to: &server.node)
        availabilityZone.apply(to: &server.availabilityZone)
        deletedAt.apply(to: &server.deletedAt)
        machineType.apply(to: &server.machineType)
        virtType.apply(to: &server.virtType)
        rootDeviceName.apply(to: &server.rootDeviceName)
        flavor.apply(to: &server.flavor)
        applyResize(to: &server)
        applyClaim(to: &server)
        applyDescription(to: &server)
        applySources(to: &server)
        applyZone(to: &server)
        server.updatedAt = now
    }

    private func applyFault(to server: inout ServerRecord, at now: Timestamp) {
        guard case .set(let new) = fault else { return }
        server.fault = new
        server.fault?.createdAt = now
    }

    private func ownsState(of server: ServerRecord) -> Bool {
        (onlyDuring?.contains(server.taskState) ?? true) && (onlyIn?.contains(server.vmState) ?? true)
    }

    private func applyResize(to server: inout ServerRecord) {
        if let onlyWhile, server.resize?.status != onlyWhile { return }
        resize.apply(to: &server.resize)
        if case .set(let status) = resizeStatus { server.resize?.status = status }
    }

    /// What the guest is made of and told.
    private func applySources(to server: inout ServerRecord) {
        if case .set(let image) = image { server.image = image }
        configDrive.apply(to: &server.configDrive)
        keyName.apply(to: &server.keyName)
        keyData.apply(to: &server.keyData)
        userData.apply(to: &server.userData)
        trustedImageCertificates.apply(to: &server.trustedImageCertificates)
    }

    private func applyDescription(to server: inout ServerRecord) {
        name.apply(to: &server.name)
        hostname.apply(to: &server.hostname)
        summary.apply(to: &server.summary)
        accessIPv4.apply(to: &server.accessIPv4)
        accessIPv6.apply(to: &server.accessIPv6)
        automaticDiskConfig.apply(to: &server.automaticDiskConfig)
        pinnedAvailabilityZone.apply(to: &server.pinnedAvailabilityZone)
        lock.apply(to: &server.lock)
        metadata.apply(to: &server.metadata)
        tags.apply(to: &server.tags)
    }
}
