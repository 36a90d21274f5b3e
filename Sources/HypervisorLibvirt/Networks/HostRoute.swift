import Compute

/// A range of addresses that the kernel sends through one of its interfaces.
struct HostRoute: Sendable, Hashable {
    var interface: String
    var range: AddressRange

    private static let isUp = 0x1
    private static let rejects = 0x200

    /// Empty where the kernel doesn't tell.
    static func all() -> [HostRoute] { SystemFile.text("/proc/net/route").map(parse) ?? [] }

    /// - Parameter table: as `/proc/net/route` has it. The default route is left out, whole or in
    ///   the two halves that VPNs make of it: it takes what nobody else has.
    static func parse(_ table: String) -> [HostRoute] {
        let lines: [Substring] = table.split(separator: "\n")
        return lines.dropFirst().compactMap { line in
            let fields: [Substring] = line.split { $0 == "\t" || $0 == " " }
            guard fields.count > 7, let flags = Int(fields[3], radix: 16), flags & isUp != 0, flags & rejects == 0,
                let address = number(fields[1]), let mask = number(fields[7]), mask.value.nonzeroBitCount > 1,
                let range = AddressRange(address: address, prefix: mask.value.nonzeroBitCount)
            else { return nil }
            return HostRoute(interface: String(fields[0]), range: range)
        }
    }

    /// The kernel prints the four bytes in network order as one number of this machine.
    private static func number(_ hex: Substring) -> IPv4Address? {
        UInt32(hex, radix: 16).map { IPv4Address(value: UInt32(bigEndian: $0)) }
    }
}
