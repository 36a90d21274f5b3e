package import FoundationEssentials

/// Calls with one key wait for one thing, such as a domain's QEMU: when that hangs, only they do.
package struct LaneKey: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ name: String) {
        description = name
    }

    package static func domain(_ uuid: UUID) -> LaneKey {
        LaneKey("domain \(uuid.uuidString.lowercased())")
    }
}
