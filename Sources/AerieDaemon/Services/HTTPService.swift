import Hummingbird
import NIOCore
import ServiceLifecycle

#if canImport(Glibc)
    import Glibc
#endif

/// The HTTP server. When it can't listen where it is to, it says what to do about that.
struct HTTPService<Server: Service>: Service, CustomStringConvertible {
    let application: Server
    let settings: HTTPSettings

    var description: String { "http" }

    func run() async throws {
        do {
            try await application.run()
        } catch let error as IOError {
            throw Self.explanation(of: error.errnoCode, settings) ?? error
        } catch is SocketAddressError.UnknownHost {
            throw SettingsError("http.address is '\(settings.address)'; it takes an address or a name of this host.")
        }
    }

    static func explanation(of code: Int32, _ settings: HTTPSettings) -> SettingsError? {
        let place = "\(settings.address) port \(settings.port)"
        return switch code {
        case EADDRINUSE:
            SettingsError(
                "Another program listens at \(place) already. End it (ss -ltnp 'sport = :\(settings.port)' names it), "
                    + "or set http.port (AERIE_HTTP_PORT) or http.address to another one.")
        case EADDRNOTAVAIL:
            SettingsError(
                "This host has no address \(settings.address). Set http.address (AERIE_HTTP_ADDRESS) to one that it has "
                    + "(ip address lists them), or to 0.0.0.0 for all.")
        case EACCES:
            SettingsError(
                "aeried may not listen at \(place). Ports below 1024 need root or CAP_NET_BIND_SERVICE: "
                    + "set http.port (AERIE_HTTP_PORT) to a higher one.")
        default: nil
        }
    }
}
