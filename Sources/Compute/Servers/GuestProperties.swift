/// Image properties and flavor extra specs that shape a guest, checked and typed (libvirt-driver.md, sections 14 and 15).
///
/// What is not named here passes: it concerns scheduling, other drivers, or the guest itself.
package struct GuestProperties: Sendable, Hashable {
    /// `hw_machine_type`.
    package private(set) var machineType: String?
    /// `img_hv_type`.
    package private(set) var virtType: VirtType?
    /// `hw_architecture`: what the host must be.
    package private(set) var architecture: String?
    /// Nil: virtio.
    package private(set) var diskBus: DiskBus?
    /// Nil: what suits the machine type.
    package private(set) var cdromBus: DiskBus?
    package private(set) var scsiModel: SCSIModel?
    package private(set) var nicModel = NICModel.virtio
    package private(set) var hasMultiqueue = false
    package private(set) var hasPackedRing: Bool?
    package private(set) var bandwidth = GuestBandwidth()
    /// Nil: the best that the host offers.
    package private(set) var videoModel: VideoModel?
    /// MiB.
    package private(set) var videoRAM: Int?
    package private(set) var hasBootMenu = false
    package private(set) var topology: TopologyChoice
    /// Pinning, NUMA cells and pages; nil when the guest wants none of these.
    package private(set) var tuning: TuningRequest?
    /// Virtual CPUs that run before everything else on their host processor.
    package private(set) var realtime: CPUSet?
    /// Its memory is never swapped out.
    package private(set) var locksMemory = false
    /// 0 … 3.
    package private(set) var serialPorts = 1
    package private(set) var hasGuestAgent = false
    package private(set) var watchdog: WatchdogAction?
    package private(set) var random: RandomSource? = RandomSource()
    package private(set) var hasHPET = false
    /// Nil: as the hypervisor has it.
    package private(set) var hasPMU: Bool?
    package private(set) var hidesHypervisor = false
    package private(set) var inputBus: InputBus?
    package private(set) var usbModel: USBModel?
    package private(set) var os = OS.linux
    package private(set) var firmware = GuestFirmware.standard
    package private(set) var tpm: GuestTPM?
    package private(set) var cpuLimits = GuestCPULimits()
    package private(set) var diskLimits = GuestDiskLimits()

    /// - Throws: `.invalid` naming the property whose value is not allowed, or that this cloud cannot honour.
    package init(image: ServerImage, flavor: ServerFlavor) throws(ComputeError) {
        let image = PropertyReader.image(image.properties)
        let specs = PropertyReader.flavor(flavor.extraSpecs)
        try UnsupportedProperties.check(image: image, flavor: specs)
        topology = try TopologyChoice(vcpus: flavor.vcpus, image: image, flavor: specs)
        try readMachine(image)
        try readDevices(image, specs)
        try readBuses(image)
        try readBooleans(image, specs)
        firmware = try GuestFirmware(image: image, flavor: specs)
        tpm = try GuestTPM(image: image, flavor: specs)
        try readTuning(TuningReader(image: image, specs: specs, vcpus: flavor.vcpus, ram: flavor.ram))
        cpuLimits = try GuestCPULimits(specs)
        diskLimits = try GuestDiskLimits(specs)
        bandwidth = try GuestBandwidth(specs)
    }

    private mutating func readMachine(_ image: PropertyReader) throws(ComputeError) {
        machineType = try image.name("hw_machine_type")
        let (type, oldType) = (
            try image.word("img_hv_type", VirtType.self), try image.word("hypervisor_type", VirtType.self)
        )
        virtType = type ?? oldType
        let name = try image.word("hw_architecture", of: Self.architectures)
        let oldName = try image.word("architecture", of: Self.architectures)
        architecture = name ?? oldName
        os = try image.word("os_type", OS.self) ?? .linux
        _ = try image.word("img_config_drive", of: ["optional", "mandatory"])
        _ = try image.integer("os_shutdown_timeout", 0...Int(Int32.max))
        _ = try image.boolean("os_require_quiesce")
        _ = try image.word("hw_pointer_model", of: ["usbtablet"])
        _ = try image.word("hw_rng_model", of: ["virtio"])
    }

    private mutating func readBuses(_ image: PropertyReader) throws(ComputeError) {
        diskBus = try image.word("hw_disk_bus", DiskBus.self)
        cdromBus = try image.word("hw_cdrom_bus", DiskBus.self)
        _ = try image.word("hw_floppy_bus", of: ["fdc"])
        scsiModel = try image.word("hw_scsi_model", SCSIModel.self)
        nicModel = try image.word("hw_vif_model", NICModel.self) ?? .virtio
        inputBus = try image.word("hw_input_bus", InputBus.self)
        _ = try image.word("hw_rescue_device", of: ["cdrom", "disk", "floppy", "lun"])
        _ = try image.word("hw_rescue_bus", of: ["scsi", "virtio", "ide", "usb", "sata", "fdc"])
    }

    private mutating func readDevices(_ image: PropertyReader, _ specs: PropertyReader) throws(ComputeError) {
        videoModel = try image.word("hw_video_model", VideoModel.self)
        videoRAM = try Self.videoRAM(image, specs)
        serialPorts = try Self.serialPorts(image, specs)
        let flavors = try specs.word("hw:watchdog_action", WatchdogAction.self)
        let watchdog = try image.word("hw_watchdog_action", WatchdogAction.self) ?? flavors
        self.watchdog = watchdog == .disabled ? nil : watchdog
        random = try RandomSource(specs)
        usbModel = try PropertyReader.agreeing(
            try image.word("hw_usb_model", USBModel.self), image.label("hw_usb_model"),
            try specs.word("hw:usb_model", USBModel.self), specs.label("hw:usb_model"))
    }

    private mutating func readBooleans(_ image: PropertyReader, _ specs: PropertyReader) throws(ComputeError) {
        func both(_ property: String, _ spec: String) throws(ComputeError) -> Bool? {
            try PropertyReader.agreeing(
                try image.boolean(property), image.label(property), try specs.boolean(spec), specs.label(spec))
        }
        hasMultiqueue = try both("hw_vif_multiqueue_enabled", "hw:vif_multiqueue_enabled") ?? false
        hasPackedRing = try both("hw_virtio_packed_ring", "hw:virtio_packed_ring")
        hasPMU = try both("hw_pmu", "hw:pmu")
        let menus = (try image.boolean("hw_boot_menu"), try specs.boolean("hw:boot_menu"))
        hasBootMenu = menus.0 == true || menus.1 == true
        let old = try specs.boolean("hide_hypervisor_id")
        let hidden = (try image.boolean("img_hide_hypervisor_id"), try specs.boolean("hw:hide_hypervisor_id"))
        hidesHypervisor = hidden.0 == true || hidden.1 == true || old == true
        hasGuestAgent = try image.boolean("hw_qemu_guest_agent") ?? false
        hasHPET = try image.boolean("hw_time_hpet") ?? false
    }

    private mutating func readTuning(_ reader: TuningReader) throws(ComputeError) {
        tuning = try reader.request()
        realtime = try reader.realtime()
        let locks = try PropertyReader.agreeing(
            try reader.image.boolean("hw_locked_memory"), reader.image.label("hw_locked_memory"),
            try reader.specs.boolean("hw:locked_memory"), reader.specs.label("hw:locked_memory"))
        locksMemory = locks ?? false
        if locksMemory, tuning == nil {
            throw .invalid("hw:locked_memory: needs NUMA nodes (hw:numa_nodes) or a size of pages (hw:mem_page_size).")
        }
    }

    private static func videoRAM(_ image: PropertyReader, _ specs: PropertyReader) throws(ComputeError) -> Int? {
        let most = try specs.integer("hw_video:ram_max_mb", 0...65536) ?? 0
        guard let ram = try image.integer("hw_video_ram", 0...65536), ram > 0 else { return nil }
        guard ram <= most else {
            throw .invalid(
                "Image property hw_video_ram: \(ram) MiB is more than the \(most) MiB that the flavor allows "
                    + "(hw_video:ram_max_mb).")
        }
        return ram
    }

    private static func serialPorts(_ image: PropertyReader, _ specs: PropertyReader) throws(ComputeError) -> Int {
        let allowed = try specs.integer("hw:serial_port_count", 0...3)
        guard let wanted = try image.integer("hw_serial_port_count", 0...3) else { return allowed ?? 1 }
        if let allowed, wanted > allowed {
            throw .invalid(
                "Image property hw_serial_port_count: \(wanted) is more than the \(allowed) that the flavor allows "
                    + "(hw:serial_port_count).")
        }
        return wanted
    }
}
