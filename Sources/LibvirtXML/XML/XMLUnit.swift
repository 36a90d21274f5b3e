/// libvirt's units of memory and storage.
enum XMLUnit {
    /// Nil for an unknown unit, and for more bytes than 64 bits hold.
    static func bytes(_ amount: UInt64, unit: String) -> UInt64? {
        guard let factor = factor(of: unit) else { return nil }
        let (bytes, overflow) = amount.multipliedReportingOverflow(by: factor)
        return overflow ? nil : bytes
    }

    private static func factor(of unit: String) -> UInt64? {
        let unit = unit.lowercased()
        if ["", "b", "byte", "bytes"].contains(unit) { return 1 }
        guard let power = ["k", "m", "g", "t", "p", "e"].firstIndex(of: String(unit.prefix(1))) else { return nil }
        let base: UInt64
        switch unit.dropFirst() {
        case "", "ib": base = 1024
        case "b": base = 1000
        default: return nil
        }
        return (0...power).reduce(1) { factor, _ in factor * base }
    }
}
