/// The devices of a domain, by kind; each kind keeps its order.
package struct DomainDevices: XMLRepresentable {
    package var emulator: String?
    package var disks: [DomainDisk] = []
    package var controllers: [DomainController] = []
    package var fileSystems: [DomainFileSystem] = []
    package var interfaces: [DomainInterface] = []
    package var serials: [DomainCharacterDevice] = []
    package var consoles: [DomainCharacterDevice] = []
    package var channels: [DomainCharacterDevice] = []
    package var inputs: [DomainInput] = []
    package var tpms: [DomainTPM] = []
    package var graphics: [DomainGraphics] = []
    package var sounds: [DomainSound] = []
    package var videos: [DomainVideo] = []
    package var hostDevices: [DomainHostDevice] = []
    package var redirectedDevices: [DomainRedirectedDevice] = []
    package var watchdogs: [DomainWatchdog] = []
    package var memoryBalloon: DomainMemoryBalloon?
    package var randomSources: [DomainRandomSource] = []
    package var panics: [DomainPanic] = []
    package var iommu: DomainIOMMU?
    package var vsock: DomainVsock?

    package init() {}

    package static let fields: [XMLField<Self>] = [
        .value("emulator", \.emulator),
        .children("disk", \.disks),
        .children("controller", \.controllers),
        .children("filesystem", \.fileSystems),
        .children("interface", \.interfaces),
        .children("serial", \.serials),
        .children("console", \.consoles),
        .children("channel", \.channels),
        .children("input", \.inputs),
        .children("tpm", \.tpms),
        .children("graphics", \.graphics),
        .children("sound", \.sounds),
        .children("video", \.videos),
        .children("hostdev", \.hostDevices),
        .children("redirdev", \.redirectedDevices),
        .children("watchdog", \.watchdogs),
        .child("memballoon", \.memoryBalloon),
        .children("rng", \.randomSources),
        .children("panic", \.panics),
        .child("iommu", \.iommu),
        .child("vsock", \.vsock),
    ]
}
