import APISchema

/// The extra specs that are known, and what they may hold (libvirt-driver.md, section 15).
enum ExtraSpecRules {
    /// Nil when the pair is fine or its namespace is unknown.
    static func problem(with value: String, for key: String) -> String? {
        if let rule = rule(for: key) {
            return rule.accepts(value) ? nil : "extra spec '\(key)': '\(value)' is not \(rule.wanted)."
        }
        guard let colon = key.firstIndex(of: ":"), isKnown(namespace: key[..<colon]) else { return nil }
        return "extra spec '\(key)' does not appear to be a valid extra spec."
    }

    private static func rule(for key: String) -> ExtraSpecValue? {
        if let rule = named[key] { return rule }
        guard let colon = key.firstIndex(of: ":") else { return nil }
        let namespace = key[..<colon]
        let name = key[key.index(after: colon)...]
        guard !name.isEmpty else { return nil }
        switch namespace {
        case "aggregate_instance_extra_specs", "capabilities": return .text
        case "hw": return numa(name)
        case _ where group(of: namespace, "resources") != nil: return isResourceClass(name) ? .amount : nil
        case _ where group(of: namespace, "trait") != nil:
            return isConstant(name) ? .words(["required", "forbidden"]) : nil
        default: return nil
        }
    }

    private static func isKnown(namespace: Substring) -> Bool {
        namespaces.contains(String(namespace)) || group(of: namespace, "resources") != nil
            || group(of: namespace, "trait") != nil
    }

    private static let namespaces: Set = [
        "accel", "aggregate_instance_extra_specs", "capabilities", "hw", "hw_rng", "hw_video", "os", "pci_passthrough",
        "powervm", "quota", "vmware",
    ]

    // MARK: Keys with parameters

    /// `numa_cpus.N` and `numa_mem.N`
    private static func numa(_ name: Substring) -> ExtraSpecValue? {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, Int(parts[1]).map({ $0 >= 0 }) == true else { return nil }
        switch parts[0] {
        case "numa_cpus": return .processors
        case "numa_mem": return .count
        default: return nil
        }
    }

    /// What follows the name: empty, or up to 64 letters, digits, `_` and `-`.
    private static func group(of namespace: Substring, _ name: String) -> Substring? {
        guard namespace.hasPrefix(name) else { return nil }
        let group = namespace.dropFirst(name.count)
        return group.count <= 64 && TextFormat.characters(also: "_-").accepts(String(group)) ? group : nil
    }

    private static func isResourceClass(_ name: Substring) -> Bool {
        classes.contains(String(name)) || name.hasPrefix("CUSTOM_") && isConstant(name)
    }

    private static func isConstant(_ name: Substring) -> Bool {
        name.utf8.allSatisfy { byte in
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
        }
    }

    private static let classes: Set = [
        "VCPU", "PCPU", "MEMORY_MB", "DISK_GB", "PCI_DEVICE", "SRIOV_NET_VF", "NUMA_SOCKET", "NUMA_CORE",
        "NUMA_THREAD", "NUMA_MEMORY_MB", "IPV4_ADDRESS", "VGPU", "VGPU_DISPLAY_HEAD", "FPGA", "PGPU",
        "NET_BW_EGR_KILOBIT_PER_SEC", "NET_BW_IGR_KILOBIT_PER_SEC", "NET_PACKET_RATE_KILOPACKET_PER_SEC",
        "NET_PACKET_RATE_EGR_KILOPACKET_PER_SEC", "NET_PACKET_RATE_IGR_KILOPACKET_PER_SEC", "MEM_ENCRYPTION_CONTEXT",
    ]

    // MARK: Plain keys

    private static let named: [String: ExtraSpecValue] = hardware.merging(quotas) { first, _ in first }
        .merging(others) { first, _ in first }

    private static let hardware: [String: ExtraSpecValue] = [
        "hw:cpu_policy": .words(["shared", "dedicated", "mixed"]),
        "hw:cpu_thread_policy": .words(["prefer", "isolate", "require"]),
        "hw:cpu_dedicated_mask": .processors,
        "hw:emulator_threads_policy": .words(["isolate", "share"]),
        "hw:cpu_realtime": .boolean,
        "hw:cpu_realtime_mask": .processors,
        "hw:cpu_sockets": .count,
        "hw:cpu_cores": .count,
        "hw:cpu_threads": .count,
        "hw:cpu_max_sockets": .count,
        "hw:cpu_max_cores": .count,
        "hw:cpu_max_threads": .count,
        "hw:numa_nodes": .count,
        "hw:mem_page_size": .pageSize,
        "hw:locked_memory": .boolean,
        "hw:pci_numa_affinity_policy": .words(["required", "preferred", "legacy", "socket"]),
        "hw:boot_menu": .boolean,
        "hw:vif_multiqueue_enabled": .boolean,
        "hw:virtio_packed_ring": .boolean,
        "hw:pmu": .boolean,
        "hw:hide_hypervisor_id": .boolean,
        "hw:mem_encryption": .boolean,
        "hw:mem_encryption_model": .words(["amd-sev", "amd-sev-es", "amd-sev-snp"]),
        "hw:ephemeral_encryption": .boolean,
        "hw:ephemeral_encryption_format": .words(["plain", "luks", "luksv2"]),
        "hw:serial_port_count": .amount,
        "hw:tpm_version": .words(["1.2", "2.0"]),
        "hw:tpm_model": .words(["tpm-tis", "tpm-crb"]),
        "hw:tpm_secret_security": .words(["user", "host", "deployment"]),
        "hw:watchdog_action": .words(["disabled", "none", "pause", "poweroff", "reset"]),
        "hw:viommu_model": .words(["intel", "smmuv3", "virtio", "auto"]),
        "hw:sound_model": .words(["sb16", "es1370", "pcspk", "ac97", "ich6", "ich9", "usb", "virtio"]),
        "hw:usb_model": .words(["none", "nec-xhci", "qemu-xhci"]),
        "hw:redirected_usb_ports": .integer(0...15),
        "hw:pmem": .names,
        "hw_rng:allowed": .boolean,
        "hw_rng:rate_bytes": .amount,
        "hw_rng:rate_period": .amount,
        "hw_video:ram_max_mb": .amount,
        "os:secure_boot": .words(["required", "disabled"]),
    ]

    private static let others: [String: ExtraSpecValue] = [
        "accel:device_profile": .text,
        "pci_passthrough:alias": .devices,
        "group_policy": .words(["isolate", "none"]),
        "hide_hypervisor_id": .boolean,
    ]

    private static let quotas: [String: ExtraSpecValue] = {
        var rules: [String: ExtraSpecValue] = [
            "quota:cpu_shares": .amount, "quota:cpu_period": .amount, "quota:cpu_quota": .any,
        ]
        for direction in ["read", "write", "total"] {
            for unit in ["bytes", "iops"] { rules["quota:disk_\(direction)_\(unit)_sec"] = .amount }
        }
        for direction in ["inbound", "outbound"] {
            for kind in ["average", "peak", "burst"] { rules["quota:vif_\(direction)_\(kind)"] = .amount }
        }
        for resource in ["cpu", "memory", "disk_io", "vif"] {
            rules["quota:\(resource)_limit"] = .amount
            rules["quota:\(resource)_reservation"] = .amount
            rules["quota:\(resource)_shares_level"] = .words(["custom", "high", "normal", "low"])
            rules["quota:\(resource)_shares_share"] = .amount
        }
        return rules
    }()
}
