package import SystemPackage

/// A raw file that overlays stand on. It never changes.
package struct BaseImage: Sendable, Equatable {
    package let path: FilePath
    /// Bytes.
    package let size: UInt64
}
