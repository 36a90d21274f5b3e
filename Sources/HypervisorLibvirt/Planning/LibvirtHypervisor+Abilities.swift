import Compute
import Libvirt
import LibvirtXML
import Logging
import Synchronization

/// Asking libvirt what this host can do: once for each connection and kind of guest, as it costs some 20 ms.
extension LibvirtHypervisor {
    func hostAbilities() async throws(HypervisorError) -> HostAbilities {
        if let known = memory.withLock({ $0.capabilities }) { return known }
        let xml = try await read { connection throws(LibvirtError) in try connection.capabilitiesXML() }
        let abilities: HostAbilities
        do {
            let document = try CapabilitiesDocument(xml: xml)
            abilities = HostAbilities(
                capabilities: document,
                hasHardwareVirtualization: ProcessorFlags.showHardwareVirtualization(
                    architecture: document.host.cpu.architecture))
        } catch {
            throw HypervisorError(error)
        }
        memory.withLock { $0.capabilities = abilities }
        return abilities
    }

    /// How a guest will run: as its image says, else as it ran before, else as this host is set up.
    func virtType(_ properties: GuestProperties, _ server: ServerRecord) async throws(HypervisorError) -> VirtType {
        if settings.isTestDriver { return .qemu }
        let host = try await hostAbilities()
        guard let wanted = properties.virtType ?? server.virtType else { return try standardVirtType(of: host) }
        guard host.virtTypes.contains(wanted) else {
            throw .impossible("This host can't run \(wanted) guests; it offers \(Self.list(host.virtTypes)).")
        }
        return wanted
    }

    func standardVirtType(of host: HostAbilities) throws(HypervisorError) -> VirtType {
        if let known = memory.withLock({ $0.virtType }) { return known }
        let type: VirtType
        switch settings.virtChoice {
        case .kvm: type = .kvm
        case .qemu: type = .qemu
        case .auto: type = try host.preferredVirtType()
        }
        guard host.virtTypes.contains(type) else {
            throw .impossible(
                "This host is set up for \(type) guests, but its libvirt offers only \(Self.list(host.virtTypes)).")
        }
        memory.withLock { $0.virtType = type }
        logger.info(
            "guests run as \(type)",
            metadata: [
                "configured": "\(settings.virtChoice)", "offered": "\(Self.list(host.virtTypes))",
                "hardwareVirtualization": "\(host.hasHardwareVirtualization)",
            ])
        return type
    }

    private static func list(_ types: [VirtType]) -> String {
        types.isEmpty ? "none" : types.map(\.rawValue).joined(separator: " and ")
    }

    func abilities(_ question: GuestAbilities.Question) async throws(HypervisorError) -> GuestAbilities {
        if let known = memory.withLock({ $0.abilities[question] }) { return known }
        let host = try await hostAbilities()
        let found = try await lookUp(question, host)
        memory.withLock { $0.abilities[question] = found }
        if let finding = found.finding(settings.spice) {
            logger.warning("\(finding.message)", metadata: ["advice": "\(finding.advice)"])
        }
        return found
    }

    private func lookUp(
        _ question: GuestAbilities.Question, _ host: HostAbilities
    ) async throws(HypervisorError) -> GuestAbilities {
        let isTest = settings.isTestDriver
        let type = isTest ? DomainType.test : DomainType(question.virtType)
        let choice = settings.cpu
        let directory = settings.instancesDirectory
        let answer = try await read { connection throws(LibvirtError) in
            let xml =
                isTest
                ? nil
                : try Self.capabilitiesXML(connection, host.architecture, question.machineType, type)
            return (xml, try Self.fittingModels(connection, choice, host), DirectIO.isPossible(in: directory))
        }
        let (xml, fitting, opensDirectly) = answer
        do {
            let domain = try xml.map { xml throws(XMLDecodingError) in try DomainCapabilitiesDocument(xml: xml) }
            let cpu = try domain.map { domain throws(HypervisorError) in
                try CPUSelection(
                    choice: choice, virtType: question.virtType, host: host, domain: domain,
                    fitsHost: fitting.contains
                ).cpu()
            }
            return GuestAbilities(
                virtType: question.virtType, machineType: domain?.machine ?? question.machineType, host: host,
                domain: domain ?? DomainCapabilitiesDocument(), cpu: cpu ?? nil, opensDirectly: opensDirectly,
                testType: isTest ? type : nil)
        } catch let error as XMLDecodingError {
            throw HypervisorError(error)
        } catch let error as HypervisorError {
            throw error
        } catch {
            throw .failed("\(error)")
        }
    }

    private static func capabilitiesXML(
        _ connection: Connection, _ architecture: String, _ machine: String, _ type: DomainType
    ) throws(LibvirtError) -> String {
        do {
            return try connection.domainCapabilitiesXML(
                architecture: architecture, machine: machine, virtType: type.rawValue)
        } catch {
            guard error.code == .invalidArg else { throw error }
            throw LibvirtError(
                .configUnsupported,
                message: "This host has no machine type \(machine) for \(type) guests: \(error.message)")
        }
    }

    /// The models that libvirt would start a guest with, though QEMU does not call them whole. It compares with the
    /// host's processor in the same way when a guest starts.
    private static func fittingModels(
        _ connection: Connection, _ choice: LibvirtDriverSettings.CPUChoice, _ host: HostAbilities
    ) throws(LibvirtError) -> Set<String> {
        var models: Set = ["kvm64", "qemu64"]
        if case .custom(let wanted) = choice { models.formUnion(wanted) }
        for model in models where try !fits(model, connection) { models.remove(model) }
        return models
    }

    private static func fits(_ model: String, _ connection: Connection) throws(LibvirtError) -> Bool {
        do {
            let result = try connection.compareCPU(xml: try CPUSelection.named(model).element(named: "cpu").xml())
            return result == .identical || result == .superset
        } catch let error as LibvirtError {
            // libvirt refuses models that it does not know; when it is away, nobody can tell.
            if case .unavailable = HypervisorError(error) { throw error }
            return false
        } catch {
            // A name that no document can hold.
            return false
        }
    }

    /// The standard machine of x86 has no secure boot.
    private func secureMachine(_ properties: GuestProperties, _ host: HostAbilities) -> String? {
        properties.firmware.requiresSecureBoot && host.isX86 ? "q35" : nil
    }

    /// What guests of the usual kind can have.
    func offers() async throws(HypervisorError) -> GuestOffers? {
        if settings.isTestDriver { return nil }
        return GuestOffers(try await usualAbilities().domain)
    }

    func usualAbilities() async throws(HypervisorError) -> GuestAbilities {
        let host = try await hostAbilities()
        let type = try standardVirtType(of: host)
        let machine = host.isX86 ? "q35" : host.standardMachine
        return try await abilities(.init(virtType: type, machineType: machine))
    }

    /// Checks a spec and brings together what its document is made of.
    func builder(for spec: GuestSpec) async throws(HypervisorError) -> GuestBuilder {
        guard let image = spec.server.image else { throw .impossible("The server has no image to boot from.") }
        let properties: GuestProperties
        do {
            properties = try GuestProperties(image: image, flavor: spec.server.flavor)
        } catch {
            throw .impossible(error.message)
        }
        let host = try await hostAbilities()
        if let architecture = properties.architecture, architecture != host.architecture, !settings.isTestDriver {
            throw .impossible("The image is for \(architecture); this host is \(host.architecture).")
        }
        if properties.realtime != nil, !settings.isTestDriver, !RealTimeBudget.isThere() {
            throw .impossible(
                "This host's control groups leave no time to real-time CPUs (cpu.rt_runtime_us is 0 in libvirt's group)."
            )
        }
        let type = try await virtType(properties, spec.server)
        let machine =
            properties.machineType ?? spec.server.machineType ?? secureMachine(properties, host)
            ?? settings.machineType ?? host.standardMachine
        let abilities = try await abilities(.init(virtType: type, machineType: machine))
        return GuestBuilder(spec: spec, properties: properties, abilities: abilities, settings: settings)
    }
}

extension GuestOffers {
    init(_ domain: DomainCapabilitiesDocument) {
        let hasTPM = domain.tpmBackends.contains("emulator")
        let hasUEFI = domain.firmwares.contains(.efi)
        self.init(
            hasUEFI: hasUEFI, hasSecureBoot: hasUEFI && domain.supportsSecureLoader,
            tpmModels: hasTPM ? domain.tpmModels : [], tpmVersions: hasTPM ? domain.tpmVersions : [])
    }
}
