import Compute
import Testing

@Suite struct GuestPropertiesTests {
    private func properties(
        _ image: [String: String] = [:], _ specs: [String: String] = [:], vcpus: Int = 1
    ) throws(ComputeError) -> GuestProperties {
        try GuestProperties(
            image: ServerImage(
                id: ImageID("img"), name: "", diskFormat: .raw, containerFormat: "bare", minDisk: 0, minRAM: 0,
                kernelID: nil, ramdiskID: nil, properties: image),
            flavor: ServerFlavor(
                id: "1", name: "f", vcpus: vcpus, ram: 64, disk: 1, ephemeral: 0, swap: 0, extraSpecs: specs))
    }

    /// The sentence of the refusal; nil when there is none.
    private func refusal(_ image: [String: String], _ specs: [String: String] = [:], vcpus: Int = 1) -> String? {
        do throws(ComputeError) {
            _ = try properties(image, specs, vcpus: vcpus)
            return nil
        } catch {
            guard case .invalid(let sentence) = error else { return nil }
            return sentence
        }
    }

    @Test func `without properties a guest has what the field's default is`() throws {
        let plain = try properties()
        #expect(plain.diskBus == nil)
        #expect(plain.nicModel == .virtio)
        #expect(plain.serialPorts == 1)
        #expect(plain.random == .init())
        #expect(!plain.hasGuestAgent)
        #expect(plain.os == .linux)
        #expect(plain.topology.best() == GuestTopology(sockets: 1, cores: 1, threads: 1))
    }

    @Test(arguments: [
        "yes": true, "TRUE": true, "1": true, "on": true, "no": false, "False": false, "0": false,
    ])
    func `booleans are read in any spelling`(text: String, value: Bool) throws {
        #expect(try properties(["hw_qemu_guest_agent": text]).hasGuestAgent == value)
    }

    @Test(arguments: [
        ("hw_disk_bus", "fdc"), ("hw_disk_bus", "xen"), ("hw_cdrom_bus", "lxc"), ("hw_scsi_model", "fast"),
        ("hw_vif_model", "netfront"), ("hw_video_model", "gop"), ("hw_video_model", "xen"), ("hw_video_ram", "x"),
        ("hw_qemu_guest_agent", "maybe"), ("hw_serial_port_count", "4"), ("hw_watchdog_action", "explode"),
        ("hw_rng_model", "egd"), ("hw_input_bus", "ps2"), ("hw_pointer_model", "mouse"), ("hw_usb_model", "ehci"),
        ("os_type", "beos"), ("img_config_drive", "always"), ("img_hv_type", "xen"), ("hw_architecture", "z80"),
        ("hw_machine_type", "pc<"), ("os_shutdown_timeout", "-1"), ("os_require_quiesce", "2"),
        ("hw_rescue_bus", "pci"), ("hw_rescue_device", "tape"), ("hw_time_hpet", "x"), ("hw_pmu", "x"),
        ("hw_boot_menu", "x"), ("img_hide_hypervisor_id", "x"), ("hw_cpu_sockets", "0"), ("hw_cpu_policy", "pinned"),
        ("hw_cpu_thread_policy", "x"), ("hw_firmware_type", "coreboot"), ("os_secure_boot", "x"),
        ("hw_floppy_bus", "usb"), ("hw_vif_multiqueue_enabled", "x"), ("hw_virtio_packed_ring", "x"),
        ("hw_cpu_cores", "x"), ("hw_cpu_threads", "-1"), ("hw_cpu_max_sockets", "0"), ("hw_cpu_max_cores", "65537"),
        ("hw_cpu_max_threads", "1.5"), ("hw_locked_memory", "x"), ("hw_numa_nodes", "0"), ("hw_mem_page_size", "tiny"),
        ("hw_video_ram", "-1"), ("hw_serial_port_count", "-1"), ("hypervisor_type", "xen"), ("architecture", "z80"),
        ("hw_ephemeral_encryption_format", "x"), ("hw_pci_numa_affinity_policy", "x"),
    ])
    func `a bad value of an image property is refused by name`(key: String, value: String) throws {
        let sentence = try #require(refusal([key: value]))
        #expect(sentence.contains(key))
        #expect(sentence.contains(value))
    }

    @Test(arguments: [
        ("hw:serial_port_count", "-1"), ("hw:watchdog_action", "x"), ("hw:pmu", "x"), ("hw:boot_menu", "x"),
        ("hw:cpu_cores", "0"), ("hw:cpu_max_threads", "many"), ("hw_rng:allowed", "x"), ("hw_rng:rate_bytes", "-1"),
        ("hw_video:ram_max_mb", "x"), ("quota:cpu_shares", "1"), ("quota:cpu_period", "999"),
        ("quota:cpu_quota", "999"), ("quota:disk_read_iops_sec", "-1"), ("quota:vif_inbound_average", "x"),
        ("hw:cpu_policy", "x"), ("os:secure_boot", "optional"), ("resources:VGPU", "x"),
        ("hw:hide_hypervisor_id", "x"), ("hw:usb_model", "x"), ("hide_hypervisor_id", "x"),
        ("hw:cpu_sockets", "0"), ("hw:cpu_threads", "x"), ("hw:cpu_max_sockets", "-1"), ("hw:cpu_max_cores", "0"),
        ("hw:vif_multiqueue_enabled", "x"), ("hw:virtio_packed_ring", "x"), ("hw_rng:rate_period", "x"),
        ("quota:cpu_shares", "262145"), ("quota:cpu_shares", "many"), ("quota:cpu_period", "1000001"),
        ("quota:cpu_quota", "-2"), ("quota:cpu_quota", "0"), ("quota:disk_read_bytes_sec", "x"),
        ("quota:disk_write_bytes_sec", "-1"), ("quota:disk_total_bytes_sec", "1.5"),
        ("quota:disk_write_iops_sec", "x"), ("quota:disk_total_iops_sec", "-1"),
        ("quota:vif_inbound_peak", "-1"), ("quota:vif_inbound_burst", "x"), ("quota:vif_outbound_average", "-1"),
        ("quota:vif_outbound_peak", "x"), ("quota:vif_outbound_burst", "2147483648"), ("hw:locked_memory", "x"),
        ("hw:cpu_thread_policy", "x"), ("hw:emulator_threads_policy", "x"), ("hw:cpu_realtime", "x"),
        ("hw:cpu_realtime_mask", "x"), ("hw:cpu_dedicated_mask", "x"), ("hw:numa_nodes", "x"),
        ("hw:mem_page_size", "x"), ("hw:ephemeral_encryption_format", "x"), ("hw:pci_numa_affinity_policy", "x"),
    ])
    func `a bad value of an extra spec is refused by name`(key: String, value: String) throws {
        let sentence = try #require(refusal([:], [key: value]))
        #expect(sentence.contains(key))
        #expect(sentence.contains(value))
    }

    @Test(arguments: [
        ("hw_firmware_stateless", "true"),
        ("hw_mem_encryption", "true"), ("hw_mem_encryption_model", "amd-sev"),
        ("hw_sound_model", "ich9"), ("hw_redirected_usb_ports", "2"),
        ("hw_viommu_model", "intel"), ("hw_maxphysaddr_mode", "passthrough"), ("hw_maxphysaddr_bits", "42"),
        ("hw_ephemeral_encryption", "true"), ("hw_vm_mode", "xen"), ("vm_mode", "uml"),
        ("hw_emulation_architecture", "aarch64"), ("img_signature", "abc"), ("ipxe_boot", "true"),
    ])
    func `an image that wants what no host gives is refused by name`(key: String, value: String) throws {
        let sentence = try #require(refusal([key: value]))
        #expect(sentence.contains(key))
        #expect(sentence.contains(value))
    }

    @Test(arguments: [
        ("hw:mem_encryption", "1"), ("hw:mem_encryption_model", "amd-sev-snp"), ("hw:tpm_secret_security", "user"),
        ("hw:viommu_model", "auto"), ("hw:sound_model", "ac97"), ("hw:redirected_usb_ports", "1"),
        ("hw:maxphysaddr_mode", "emulate"), ("hw:maxphysaddr_bits", "40"), ("hw:pmem", "4GB"),
        ("hw:ephemeral_encryption", "yes"), ("accel:device_profile", "fpga"),
        ("pci_passthrough:alias", "gpu:1"), ("resources:VGPU", "1"), ("resources1:CUSTOM_FPGA", "2"),
    ])
    func `a flavor that wants what no host gives is refused by name`(key: String, value: String) throws {
        let sentence = try #require(refusal([:], [key: value]))
        #expect(sentence.contains(key))
        #expect(sentence.contains(value))
    }

    @Test(arguments: [
        ["hw_firmware_type": "bios", "os_secure_boot": "disabled", "hw_cpu_policy": "shared"],
        [
            "hw_mem_page_size": "small", "hw_locked_memory": "false", "hw_pointer_model": "usbtablet",
            "hw_vm_mode": "hvm", "hw_floppy_bus": "fdc",
        ],
        ["hw_redirected_usb_ports": "0", "hw_rng_model": "virtio", "hw_watchdog_action": "disabled"],
        ["os_distro": "debian", "anything": "at all", "trait:HW_CPU_X86_VMX": "required", "hw_video_ram": "0"],
    ])
    func `properties that ask for nothing missing pass`(image: [String: String]) throws {
        _ = try properties(image)
    }

    @Test func `amounts of what every server has pass`() throws {
        _ = try properties(
            [:], ["resources:VCPU": "0", "resources:MEMORY_MB": "64", "resources:CUSTOM_X": "0", "my:key": "1"])
    }

    @Test func `an image can't ask for more than its flavor allows`() throws {
        #expect(refusal(["hw_video_ram": "16"])?.contains("hw_video:ram_max_mb") == true)
        #expect(refusal(["hw_video_ram": "16"], ["hw_video:ram_max_mb": "8"]) != nil)
        #expect(try properties(["hw_video_ram": "16"], ["hw_video:ram_max_mb": "16"]).videoRAM == 16)
        #expect(refusal(["hw_serial_port_count": "3"], ["hw:serial_port_count": "2"]) != nil)
        #expect(try properties(["hw_serial_port_count": "1"], ["hw:serial_port_count": "2"]).serialPorts == 1)
        #expect(try properties([:], ["hw:serial_port_count": "2"]).serialPorts == 2)
    }

    @Test(arguments: [
        ("hw_vif_multiqueue_enabled", "hw:vif_multiqueue_enabled"), ("hw_virtio_packed_ring", "hw:virtio_packed_ring"),
        ("hw_pmu", "hw:pmu"),
    ])
    func `image and flavor that contradict each other are refused`(property: String, spec: String) throws {
        #expect(refusal([property: "true"], [spec: "false"])?.contains(spec) == true)
        #expect(refusal([property: "true"], [spec: "yes"]) == nil)
    }

    @Test func `the image's watchdog wins over the flavor's`() throws {
        #expect(try properties([:], ["hw:watchdog_action": "reset"]).watchdog == .reset)
        #expect(try properties(["hw_watchdog_action": "pause"], ["hw:watchdog_action": "reset"]).watchdog == .pause)
        #expect(try properties(["hw_watchdog_action": "disabled"], ["hw:watchdog_action": "reset"]).watchdog == nil)
    }

    @Test func `random numbers may be limited or forbidden`() throws {
        #expect(try properties([:], ["hw_rng:allowed": "false"]).random == nil)
        let limited = try properties([:], ["hw_rng:rate_bytes": "64", "hw_rng:rate_period": "100"])
        #expect(limited.random == .init(bytes: 64, period: 100))
    }

    @Test(
        arguments: [
            ([:], [:], 4, GuestTopology(sockets: 4, cores: 1, threads: 1)),
            ([:], ["hw:cpu_cores": "2"], 4, GuestTopology(sockets: 2, cores: 2, threads: 1)),
            (
                [:], ["hw:cpu_sockets": "1", "hw:cpu_cores": "2", "hw:cpu_threads": "2"], 4,
                GuestTopology(sockets: 1, cores: 2, threads: 2)
            ),
            ([:], ["hw:cpu_max_sockets": "2"], 8, GuestTopology(sockets: 2, cores: 4, threads: 1)),
            (["hw_cpu_threads": "2"], ["hw:cpu_cores": "4"], 8, GuestTopology(sockets: 4, cores: 1, threads: 2)),
            (
                ["hw_cpu_max_sockets": "1"], ["hw:cpu_max_sockets": "2"], 4,
                GuestTopology(sockets: 1, cores: 4, threads: 1)
            ),
        ] as [([String: String], [String: String], Int, GuestTopology)])
    func `processors are grouped by the preferences within the limits`(
        image: [String: String], specs: [String: String], vcpus: Int, expected: GuestTopology
    ) throws {
        #expect(try properties(image, specs, vcpus: vcpus).topology.best() == expected)
    }

    @Test func `a topology that can't be is refused`() throws {
        #expect(refusal(["hw_cpu_max_cores": "4"], ["hw:cpu_max_cores": "2"], vcpus: 4) != nil)
        #expect(refusal(["hw_cpu_cores": "4"], ["hw:cpu_max_cores": "2"], vcpus: 4) != nil)
        let limits = ["hw:cpu_max_sockets": "1", "hw:cpu_max_cores": "2", "hw:cpu_max_threads": "1"]
        #expect(refusal([:], limits, vcpus: 4)?.contains("4") == true)
    }

    @Test func `quotas become limits`() throws {
        let limited = try properties(
            [:],
            [
                "quota:cpu_shares": "512", "quota:cpu_period": "20000", "quota:cpu_quota": "-1",
                "quota:disk_total_bytes_sec": "1024", "quota:disk_read_iops_sec": "10",
                "quota:vif_outbound_average": "100", "quota:vif_outbound_peak": "200",
            ])
        #expect(limited.cpuLimits.shares == 512)
        #expect(limited.cpuLimits.quota == -1)
        #expect(limited.diskLimits.totalBytes == 1024)
        #expect(limited.diskLimits.readRequests == 10)
        #expect(limited.bandwidth.outbound?.peak == 200)
        #expect(limited.bandwidth.inbound == nil)
    }

    @Test func `limits that libvirt can't combine are refused`() throws {
        #expect(refusal([:], ["quota:disk_total_iops_sec": "1", "quota:disk_read_iops_sec": "1"]) != nil)
        #expect(refusal([:], ["quota:vif_inbound_peak": "1"]) != nil)
    }
}
