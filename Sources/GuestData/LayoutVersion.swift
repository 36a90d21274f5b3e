/// Versions of a layout, in their order: each is named by the day it was made.
package protocol LayoutVersion: RawRepresentable<String>, CaseIterable, Comparable, Sendable {
    /// What `latest` stands for.
    static var latest: Self { get }
}

extension LayoutVersion {
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// A path component: a version or `latest`.
    package init?(path: String) {
        self.init(rawValue: path == "latest" ? Self.latest.rawValue : path)
    }
}
