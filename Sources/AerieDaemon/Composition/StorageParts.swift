import Compute
import HostStorage
import Logging
import SystemPackage

/// Images and disks on this host.
struct StorageParts: Sendable {
    let images: ImageFileStore
    let disks: HostInstanceDisks

    init(_ settings: DaemonSettings, reserve: SpaceReserve, world: World, logger: Logger) {
        var storage = HostStorage.StorageSettings(data: FilePath(settings.storage.directory))
        storage.maximumImageSize = UInt64(settings.compute.maximumImageSize)
        storage.vendorData = settings.metadata.vendorData
        let threads = BlockingPool(width: storage.threads)
        images = ImageFileStore(
            directory: storage.imageDirectory, rules: storage.rules, maximumSize: storage.maximumImageSize,
            threads: threads, reserve: reserve)
        disks = HostInstanceDisks(
            settings: storage, images: images, threads: threads, reserve: reserve, now: world.now, logger: logger)
    }
}
