/// Whether real-time CPUs of guests would ever run: where the kernel gives each control group its own time for them
/// (`CONFIG_RT_GROUP_SCHED`, control groups of version 1), a group has none unless somebody sets it.
enum RealTimeBudget {
    /// - Parameter root: where control groups are mounted.
    static func isThere(below root: String = "/sys/fs/cgroup") -> Bool {
        for controller in ["cpu", "cpu,cpuacct"] {
            // libvirt's own group, without and with systemd.
            for group in ["machine", "machine.slice"] {
                let time = SystemFile.text("\(root)/\(controller)/\(group)/cpu.rt_runtime_us")
                if time?.filter({ !$0.isWhitespace }) == "0" { return false }
            }
        }
        return true
    }
}
