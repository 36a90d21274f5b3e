import Compute
import LibvirtXML

/// Makes the libvirt document of one guest (libvirt-driver.md, sections 2 to 5). Pure: it asks nobody.
struct GuestBuilder: Sendable {
    let spec: GuestSpec
    let properties: GuestProperties
    let abilities: GuestAbilities
    let settings: LibvirtDriverSettings
    /// What the guest's variables were written by.
    var chosenFirmware: ChosenFirmware?

    var server: ServerRecord { spec.server }
    /// What the guest holds of this host; nil for all but servers that asked for it.
    var claim: TuningClaim? { abilities.testType == nil ? server.claim?.answering(properties.tuning) : nil }

    /// - Throws: `.impossible` when the host lacks something that the guest's shape needs.
    func plan() throws(HypervisorError) -> GuestPlan {
        let document = try document()
        guard let root = document.devices.disks.first else { throw .impossible("The server has no disk to boot from.") }
        return GuestPlan(
            virtType: abilities.virtType, machineType: abilities.machineType, rootDeviceName: "/dev/" + root.target)
    }

    func document() throws(HypervisorError) -> DomainDocument {
        var document = DomainDocument()
        document.type = abilities.testType ?? DomainType(abilities.virtType)
        document.name = server.instanceName
        document.uuid = server.id.text
        document.metadata.instance = GuestMetadataBlock(spec: spec, version: settings.version).instance
        document.memoryKiB = UInt64(max(0, server.flavor.ram)) * 1024
        document.currentMemoryKiB = document.memoryKiB
        try checkClaim()
        document.memoryBacking = memoryBacking
        document.vcpu = DomainVCPU(count: server.flavor.vcpus, cpuSet: sharedCPUs)
        document.cpuTune = cpuTune
        document.numaTune = numaTune
        document.systemInformation = systemInformation
        document.os = try os()
        document.features = features
        document.features.hasSMM = hasSMM(document.os)
        document.cpu = cpu
        document.clock = clock
        document.onPowerOff = .destroy
        document.onReboot = .restart
        document.onCrash = .destroy
        document.devices = try devices()
        try check(document)
        return document
    }

    private func check(_ document: DomainDocument) throws(HypervisorError) {
        if let most = abilities.domain.maximumVCPUs, document.vcpu.count > most {
            throw .impossible(
                "The machine type \(abilities.machineType) has at most \(most) virtual CPUs on this host.")
        }
    }
}
