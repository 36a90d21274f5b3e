/// What a deployment takes.
package struct ImageRules: Sendable {
    /// Bytes a guest may see of one image.
    package var maxVirtualSize: UInt64

    package init(maxVirtualSize: UInt64 = 16 << 40) {
        self.maxVirtualSize = maxVirtualSize
    }
}
