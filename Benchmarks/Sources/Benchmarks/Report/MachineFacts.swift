import Foundation

/// What the figures were measured on.
enum MachineFacts {
    static func line(libvirt: String) -> String {
        let processors = ProcessInfo.processInfo.processorCount
        let memory = Double(ProcessInfo.processInfo.physicalMemory) / 1_073_741_824
        let gibibytes = String(format: "%.0f GiB", memory)
        let parts = [
            "\(processors) × \(model)", gibibytes, "kernel \(kernel)", "libvirt \(libvirt)",
            "load \(load) at the start",
        ]
        return parts.joined(separator: ", ")
    }

    private static var model: String {
        let lines = contents("/proc/cpuinfo").split(separator: "\n")
        let line = lines.first { $0.hasPrefix("model name") }
        return line?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces) ?? "unknown processor"
    }

    private static var kernel: String {
        contents("/proc/sys/kernel/osrelease").trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static var load: String {
        contents("/proc/loadavg").split(separator: " ").first.map(String.init) ?? "unknown"
    }

    private static func contents(_ path: String) -> String {
        (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }
}
