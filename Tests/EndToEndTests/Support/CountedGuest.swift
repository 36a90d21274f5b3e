import AerieTestSupport
import WireJSON

/// Compares diagnostics with `virsh domstats` just before and just after them.
struct CountedGuest {
    let before: [String: String]
    let after: [String: String]

    /// What does not lie between the two, and which of the kinds of counters are missing.
    func faults(inOldShape diagnostics: JSONValue) -> [String] {
        let members = diagnostics.object?.members ?? []
        var faults = members.flatMap { member in
            guard let name = statistic(forOldName: member.key) else { return ["\(member.key) is none of libvirt's"] }
            return check(member.key, member.value, name)
        }
        let kinds = ["cpu0_time", "vda_read_req", "vda_read", "vda_write", "memory", "memory-actual", "memory-rss"]
        let nic = (before["net.0.name"] ?? "") + "_rx"
        for kind in kinds + [nic] where diagnostics[key: kind] == nil { faults.append("there is no \(kind)") }
        return faults
    }

    func faults(inNewShape diagnostics: JSONValue) throws -> [String] {
        var faults: [String] = []
        func compare(_ items: [JSONValue], _ group: String, _ names: [String: String]) {
            for (index, item) in items.enumerated() {
                for (key, name) in names {
                    faults += check("\(group) \(index) \(key)", item[key: key] ?? .null, "\(group).\(index).\(name)")
                }
            }
        }
        for (count, list, group) in [
            ("num_cpus", "cpu_details", "vcpu.current"), ("num_disks", "disk_details", "block.count"),
            ("num_nics", "nic_details", "net.count"),
        ] {
            let number = try diagnostics.integer(count)
            if before[group] != "\(number)" { faults.append("\(count) is \(number), not \(before[group] ?? "")") }
            if try diagnostics.list(list).count != number { faults.append("\(list) has not \(number) items") }
        }
        compare(try diagnostics.list("cpu_details"), "vcpu", ["time": "time"])
        compare(
            try diagnostics.list("disk_details"), "block",
            [
                "read_bytes": "rd.bytes", "read_requests": "rd.reqs", "write_bytes": "wr.bytes",
                "write_requests": "wr.reqs",
            ])
        compare(
            try diagnostics.list("nic_details"), "net",
            [
                "rx_octets": "rx.bytes", "rx_packets": "rx.pkts", "rx_drop": "rx.drop", "rx_errors": "rx.errs",
                "tx_octets": "tx.bytes", "tx_packets": "tx.pkts", "tx_drop": "tx.drop", "tx_errors": "tx.errs",
            ])
        let memory = diagnostics[key: "memory_details"] ?? .null
        for (key, name) in [("maximum", "balloon.maximum"), ("used", "balloon.current")] {
            let wanted = before[name].flatMap(Int64.init).map { $0 / 1024 }
            if memory[key: key]?.integer != wanted {
                faults.append("memory \(key) is not \(String(describing: wanted))")
            }
        }
        for (key, wanted) in [("state", "running"), ("driver", "libvirt"), ("hypervisor", Binaries.realModeHypervisor)]
        where diagnostics[key: key]?.text != wanted {
            faults.append("\(key) is not \(wanted)")
        }
        return faults
    }

    private func check(_ what: String, _ value: JSONValue, _ statistic: String) -> [String] {
        guard let value = value.integer else { return ["\(what) is no number"] }
        // QEMU counts no errors of disks, and libvirt says -1 then in its own call for one disk.
        if statistic.hasPrefix("block."), statistic.hasSuffix(".errors"), before[statistic] == nil {
            return value == -1 ? [] : ["\(what) is \(value), but nobody counts it"]
        }
        guard let low = before[statistic].flatMap(Int64.init), let high = after[statistic].flatMap(Int64.init) else {
            return ["libvirt has no \(statistic) for \(what)"]
        }
        // Counters only grow; resident memory breathes.
        let slack = statistic == "balloon.rss" ? low / 10 : 0
        let isWithin = value >= min(low, high) - slack && value <= max(low, high) + slack
        return isWithin ? [] : ["\(what) is \(value), not within \(low) and \(high)"]
    }

    /// libvirt's name of a counter in the answer up to 2.47.
    private func statistic(forOldName name: String) -> String? {
        if name == "memory" { return "balloon.maximum" }
        if name.hasPrefix("memory-") {
            let kind = String(name.dropFirst("memory-".count))
            return "balloon." + (["actual": "current", "last_update": "last-update"][kind] ?? kind)
        }
        if name.hasPrefix("cpu"), name.hasSuffix("_time") { return "vcpu.\(name.dropFirst(3).dropLast(5)).time" }
        return deviceStatistic(
            name, "block",
            [
                "_read_req": "rd.reqs", "_read": "rd.bytes", "_write_req": "wr.reqs", "_write": "wr.bytes",
                "_errors": "errors",
            ])
            ?? deviceStatistic(
                name, "net",
                [
                    "_rx": "rx.bytes", "_rx_packets": "rx.pkts", "_rx_errors": "rx.errs", "_rx_drop": "rx.drop",
                    "_tx": "tx.bytes", "_tx_packets": "tx.pkts", "_tx_errors": "tx.errs", "_tx_drop": "tx.drop",
                ])
    }

    private func deviceStatistic(_ name: String, _ group: String, _ suffixes: [String: String]) -> String? {
        for index in 0..<(Int(before["\(group).count"] ?? "") ?? 0) {
            guard let device = before["\(group).\(index).name"], name.hasPrefix(device) else { continue }
            if let suffix = suffixes[String(name.dropFirst(device.count))] { return "\(group).\(index).\(suffix)" }
        }
        return nil
    }
}
