/// Told what the runner does, for metrics, logs and tests. Called from the running action's task: it returns at once.
package protocol ActionObserver: Sendable {
    func observe(_ event: ActionEvent)
}

package struct SilentObserver: ActionObserver {
    package init() {}
    package func observe(_ event: ActionEvent) {}
}
