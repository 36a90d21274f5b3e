import Compute
import WireJSON

extension GuestDiagnostics {
    /// libvirt's own names, as clients up to 2.47 know them: `cpu0_time`, `vda_read`, `memory-actual`, `tap…_rx`.
    /// Counters that are not known are left out.
    func writeByName(to writer: inout JSONWriter) {
        for (index, time) in vcpuTimes.enumerated() { Self.write("cpu\(index)_time", time, to: &writer) }
        for disk in disks {
            Self.write("\(disk.device)_read_req", disk.readRequests, to: &writer)
            Self.write("\(disk.device)_read", disk.readBytes, to: &writer)
            Self.write("\(disk.device)_write_req", disk.writeRequests, to: &writer)
            Self.write("\(disk.device)_write", disk.writeBytes, to: &writer)
            // libvirt says -1 where a hypervisor does not count them.
            Self.write("\(disk.device)_errors", disk.errors ?? -1, to: &writer)
        }
        Self.write("memory", memoryMaximum, to: &writer)
        for (name, value) in memoryStatistics.sorted(by: { $0.key < $1.key }) {
            Self.write("memory-\(name)", value, to: &writer)
        }
        for nic in nics {
            Self.write(nic.received, "\(nic.device)_rx", to: &writer)
            Self.write(nic.sent, "\(nic.device)_tx", to: &writer)
        }
    }

    private static func write(_ traffic: Traffic, _ name: String, to writer: inout JSONWriter) {
        write(name, traffic.octets, to: &writer)
        write("\(name)_packets", traffic.packets, to: &writer)
        write("\(name)_errors", traffic.errors, to: &writer)
        write("\(name)_drop", traffic.drop, to: &writer)
    }

    private static func write(_ name: String, _ value: Int64?, to writer: inout JSONWriter) {
        guard let value else { return }
        writer.key(escaping: name)
        writer.int(value)
    }
}
