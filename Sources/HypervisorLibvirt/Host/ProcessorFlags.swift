import Glibc

/// What the kernel says of the processor.
enum ProcessorFlags {
    /// x86 tells by the flags vmx and svm; elsewhere a `/dev/kvm` is hardware's own.
    static func showHardwareVirtualization(
        architecture: String?, cpuInfo: String = SystemFile.text("/proc/cpuinfo") ?? ""
    ) -> Bool {
        guard architecture == "x86_64" || architecture == "i686" else { return true }
        let flags = cpuInfo.split(separator: "\n").first { $0.hasPrefix("flags") }
        return flags?.split(separator: " ").contains { $0 == "vmx" || $0 == "svm" } ?? false
    }
}
