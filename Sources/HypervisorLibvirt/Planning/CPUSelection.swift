import Compute
import LibvirtXML

/// Chooses the processor that a guest sees, from what libvirt says that this host can run.
struct CPUSelection: Sendable {
    let choice: LibvirtDriverSettings.CPUChoice
    let virtType: VirtType
    let host: HostAbilities
    let domain: DomainCapabilitiesDocument
    /// Whether libvirt would start a guest with that named model, by its own comparison with the host's processor.
    let fitsHost: @Sendable (String) -> Bool

    /// Named models from the most able down; all of them run 64-bit code.
    static let ranking = [
        "SapphireRapids", "EPYC-Milan", "Icelake-Server-noTSX", "Icelake-Server", "Snowridge", "Cooperlake",
        "Cascadelake-Server-noTSX", "Cascadelake-Server", "EPYC-Rome", "Skylake-Server-noTSX-IBRS",
        "Skylake-Server-IBRS", "Skylake-Server", "EPYC-IBPB", "EPYC", "Dhyana", "Skylake-Client-noTSX-IBRS",
        "Skylake-Client-IBRS", "Skylake-Client", "Broadwell-noTSX-IBRS", "Broadwell-IBRS", "Broadwell-noTSX",
        "Broadwell", "Haswell-noTSX-IBRS", "Haswell-IBRS", "Haswell-noTSX", "Haswell", "IvyBridge-IBRS", "IvyBridge",
        "SandyBridge-IBRS", "SandyBridge", "Opteron_G5", "Opteron_G4", "Westmere-IBRS", "Westmere", "Nehalem-IBRS",
        "Nehalem", "Penryn", "Conroe", "Opteron_G3", "core2duo", "Opteron_G2", "Opteron_G1", "phenom", "kvm64",
        "qemu64",
    ]

    /// - Throws: `.impossible` when the host can't run what is configured.
    func cpu() throws(HypervisorError) -> DomainCPU? {
        switch choice {
        case .automatic: try automatic()
        case .none: nil
        case .hostModel: try offered(.hostModel, "host-model")
        case .hostPassthrough: try offered(.hostPassthrough, "host-passthrough")
        case .maximum: try offered(.maximum, "maximum")
        case .custom(let models): try first(of: models)
        }
    }

    private func automatic() throws(HypervisorError) -> DomainCPU? {
        guard virtType == .kvm else { return usable(in: Self.ranking).map(Self.named) }
        guard host.isX86 else { return try offered(.hostPassthrough, "host-passthrough") }
        // Without hardware below, libvirt offers the host's model and then aborts: it holds features that KVM lacks.
        if host.hasHardwareVirtualization, domain.cpu(.hostModel) != nil { return Self.mode(.hostModel) }
        let model = usable(in: Self.ranking) ?? ["kvm64", "qemu64"].first(where: fitsHost)
        guard let model else {
            throw .impossible(
                "This host's KVM runs no 64-bit CPU model whole; set hypervisor.cpuMode, or run qemu guests.")
        }
        return Self.named(model)
    }

    private func first(of models: [String]) throws(HypervisorError) -> DomainCPU {
        if let model = usable(in: models) ?? models.first(where: fitsHost) { return Self.named(model) }
        throw .impossible(
            "This host can run none of the configured CPU models (\(models.joined(separator: ", "))) for \(virtType) guests."
        )
    }

    private func usable(in models: [String]) -> String? {
        let usable = Set(domain.usableCPUModels)
        return models.first(where: usable.contains)
    }

    private func offered(_ mode: DomainCPU.Mode, _ name: String) throws(HypervisorError) -> DomainCPU {
        guard domain.cpu(mode) != nil else {
            throw .impossible("This host can't give \(virtType) guests the configured CPU mode \(name).")
        }
        return Self.mode(mode)
    }

    private static func mode(_ mode: DomainCPU.Mode) -> DomainCPU {
        DomainCPU { $0.mode = mode }
    }

    static func named(_ model: String) -> DomainCPU {
        DomainCPU {
            $0.mode = .custom
            $0.match = .exact
            $0.model = model
            $0.modelFallback = .forbid
        }
    }
}
