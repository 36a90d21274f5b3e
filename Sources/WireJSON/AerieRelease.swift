/// Which aerie this is: here because this module is the one that daemon and command line share.
package enum AerieRelease {
    /// As CHANGELOG.md counts (https://semver.org).
    package static let version = "0.1.0-dev"
}
