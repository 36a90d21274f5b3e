import Hummingbird
import ServiceLifecycle

/// The HTTP server. When it can't listen where it is to, it says what to do about that.
struct HTTPService<Server: Service>: Service, CustomStringConvertible {
    let application: Server
    let settings: HTTPSettings

    var description: String { "http" }

    func run() async throws {
        do {
            try await application.run()
        } catch {
            throw ListenFailure.explanation(
                of: error, section: "http", address: settings.address, port: settings.port) ?? error
        }
    }
}
