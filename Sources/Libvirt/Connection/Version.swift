/// A version as libvirt packs it: major * 1,000,000 + minor * 1,000 + release.
package struct Version: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let number: UInt

    package init(number: UInt) {
        self.number = number
    }

    package var major: UInt { number / 1_000_000 }
    package var minor: UInt { number / 1_000 % 1_000 }
    package var release: UInt { number % 1_000 }
    package var description: String { "\(major).\(minor).\(release)" }

    package static func < (left: Version, right: Version) -> Bool { left.number < right.number }
}
