package import Compute
import Synchronization

/// Knows where the consoles are, as soon as they are.
package final class ConsolePlaceHolder: Sendable {
    private let current = Mutex<ConsolePlace?>(nil)

    package init() {}

    /// Nil while nothing listens.
    package var place: ConsolePlace? { current.withLock { $0 } }

    /// - Returns: the pages that may open consoles.
    func open(_ settings: ConsoleProxySettings, port: Int) -> [WebOrigin] {
        let host = settings.address.contains(":") ? "[\(settings.address)]" : settings.address
        let own = settings.publicURL ?? WebOrigin("http://\(host):\(port)")
        current.withLock { $0 = own?.place }
        return (own.map { [$0] } ?? []) + settings.allowedOrigins
    }

    func close() {
        current.withLock { $0 = nil }
    }
}
