/// What one emulator offers guests of one machine and type on this host.
package struct DomainCapabilitiesDocument: XMLDocument {
    package static let rootName = "domainCapabilities"

    package var emulator: String?
    package var type = DomainType.qemu
    /// In full: an alias that was asked for is resolved.
    package var machine: String?
    package var architecture = ""
    package var maximumVCPUs: Int?
    package var supportsIOThreads: Bool?
    package var os = Support()
    package var loader = Support()
    package var cpuModes: [CPUModeSupport] = []
    package var memoryBacking = Support()
    package var devices = Devices()
    package var features = Features()

    package init() {}
    package static let fields: [XMLField<Self>] = [
        .value("path", \.emulator), .required("domain", \.type), .value("machine", \.machine),
        .required("arch", \.architecture), .value("vcpu/@max", \.maximumVCPUs),
        .yesNo("iothreads/@supported", \.supportsIOThreads),
        .part("os", \.os), .part("os/loader", \.loader),
        .children("cpu/mode", \.cpuModes),
        .part("memoryBacking", \.memoryBacking), .part("devices", \.devices), .part("features", \.features),
    ]
}

extension DomainCapabilitiesDocument {
    /// Firmware that libvirt can choose by itself.
    package var firmwares: [DomainOS.Firmware] { os["firmware"].map(DomainOS.Firmware.init(rawValue:)) }
    /// Paths of firmware images.
    package var loaderPaths: [String] { loader.values }
    package var supportsSecureLoader: Bool { loader["secure"].contains("yes") }
    package var diskBuses: [DomainDisk.Bus] { devices.disk["bus"].map(DomainDisk.Bus.init(rawValue:)) }
    package var graphicsTypes: [DomainGraphics.Kind] {
        devices.graphics["type"].map(DomainGraphics.Kind.init(rawValue:))
    }
    package var videoModels: [DomainVideo.Model] { devices.video["modelType"].map(DomainVideo.Model.init(rawValue:)) }
    package var rngModels: [String] { devices.rng["model"] }
    package var tpmModels: [String] { devices.tpm["model"] }
    package var tpmBackends: [String] { devices.tpm["backendModel"] }
    package var tpmVersions: [String] { devices.tpm["backendVersion"] }

    package func cpu(_ mode: DomainCPU.Mode) -> CPUModeSupport? {
        cpuModes.first { $0.mode == mode && $0.isSupported == true }
    }

    /// Names of the models for mode `custom` that this host can run whole.
    package var usableCPUModels: [String] {
        cpu(.custom)?.models.filter { $0.usability == .yes }.map(\.name) ?? []
    }
}
