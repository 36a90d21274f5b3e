/// Thrown by a step that gave up because its `CancellationFlag` was set.
package struct ActionCancelled: Error, Hashable {
    package init() {}
}
