import ConsoleProxy
import ServiceLifecycle

/// The WebSocket proxy. When it can't listen where it is to, it says what to do about that.
struct ConsoleProxyService: Service, CustomStringConvertible {
    let proxy: ConsoleProxy
    let settings: ConsoleProxySettings

    var description: String { "consoles" }

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            do {
                try await proxy.run()
            } catch {
                throw ListenFailure.explanation(
                    of: error, section: "console", address: settings.address, port: settings.port) ?? error
            }
        }
    }
}
