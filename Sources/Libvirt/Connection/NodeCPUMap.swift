/// Which logical CPUs the host has and which of them are online.
package struct NodeCPUMap: Hashable, Sendable {
    package let count: Int
    /// Their numbers, ascending.
    package let online: [Int]
}
