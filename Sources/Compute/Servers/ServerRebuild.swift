/// What a rebuild changes of a server's record; nothing of it holds before the new disks are in place.
package struct ServerRebuild: Sendable, Hashable, Codable {
    package var image: ServerImage
    package var name: Setting<String> = .keep
    package var hostname: Setting<String> = .keep
    package var summary: Setting<String?> = .keep
    package var accessIPv4: Setting<String> = .keep
    package var accessIPv6: Setting<String> = .keep
    package var automaticDiskConfig: Setting<Bool> = .keep
    package var metadata: Setting<[String: String]> = .keep
    package var userData: Setting<String?> = .keep
    package var keyName: Setting<String?> = .keep
    package var keyData: Setting<String?> = .keep
    package var trustedImageCertificates: Setting<[String]?> = .keep
    package var configDrive: Setting<Bool> = .keep
    /// What the guest was built as, where that is to come back.
    private var machineType: Setting<String?> = .keep
    private var virtType: Setting<VirtType?> = .keep
    private var rootDeviceName: Setting<String?> = .keep

    package init(image: ServerImage) {
        self.image = image
    }

    package var change: ServerChange {
        ServerChange {
            $0.image = .set(image)
            $0.name = name
            $0.hostname = hostname
            $0.summary = summary
            $0.accessIPv4 = accessIPv4
            $0.accessIPv6 = accessIPv6
            $0.automaticDiskConfig = automaticDiskConfig
            $0.metadata = metadata
            $0.userData = userData
            $0.keyName = keyName
            $0.keyData = keyData
            $0.trustedImageCertificates = trustedImageCertificates
            $0.configDrive = configDrive
            $0.machineType = machineType
            $0.virtType = virtType
            $0.rootDeviceName = rootDeviceName
        }
    }

    /// What brings the record back to what it is now; nil for a server that has no image.
    func undone(on server: ServerRecord) -> ServerRebuild? {
        guard let image = server.image else { return nil }
        var undone = ServerRebuild(image: image)
        undone.name = name.undone(server.name)
        undone.hostname = hostname.undone(server.hostname)
        undone.summary = summary.undone(server.summary)
        undone.accessIPv4 = accessIPv4.undone(server.accessIPv4)
        undone.accessIPv6 = accessIPv6.undone(server.accessIPv6)
        undone.automaticDiskConfig = automaticDiskConfig.undone(server.automaticDiskConfig)
        undone.metadata = metadata.undone(server.metadata)
        undone.userData = userData.undone(server.userData)
        undone.keyName = keyName.undone(server.keyName)
        undone.keyData = keyData.undone(server.keyData)
        undone.trustedImageCertificates = trustedImageCertificates.undone(server.trustedImageCertificates)
        undone.configDrive = configDrive.undone(server.configDrive)
        undone.machineType = .set(server.machineType)
        undone.virtType = .set(server.virtType)
        undone.rootDeviceName = .set(server.rootDeviceName)
        return undone
    }

    /// The server as it will be. Its guest is planned anew: as what the old one ran says nothing of it.
    func applied(to server: ServerRecord) -> ServerRecord {
        var rebuilt = server
        change.apply(to: &rebuilt, at: server.updatedAt)
        rebuilt.machineType = nil
        rebuilt.virtType = nil
        return rebuilt
    }
}
