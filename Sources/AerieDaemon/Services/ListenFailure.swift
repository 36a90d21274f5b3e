import NIOCore

#if canImport(Glibc)
    import Glibc
#endif

/// Says what to do when an address can't be listened at.
enum ListenFailure {
    /// - Parameter section: of the configuration, that has the options `address` and `port`.
    /// - Returns: nil for errors that are not about the address.
    static func explanation(of error: any Error, section: String, address: String, port: Int) -> SettingsError? {
        switch error {
        case let error as IOError:
            explanation(of: error.errnoCode, section: section, address: address, port: port)
        case is SocketAddressError.UnknownHost:
            SettingsError("\(section).address is '\(address)'; it takes an address or a name of this host.")
        default: nil
        }
    }

    static func explanation(of code: Int32, section: String, address: String, port: Int) -> SettingsError? {
        let (place, variable) = ("\(address) port \(port)", "AERIE_\(section.uppercased())")
        return switch code {
        case EADDRINUSE:
            SettingsError(
                "Another program listens at \(place) already. End it (ss -ltnp 'sport = :\(port)' names it), "
                    + "or set \(section).port (\(variable)_PORT) or \(section).address to another one.")
        case EADDRNOTAVAIL:
            SettingsError(
                "This host has no address \(address). Set \(section).address (\(variable)_ADDRESS) to one that it has "
                    + "(ip address lists them), or to 0.0.0.0 for all.")
        case EACCES:
            SettingsError(
                "aeried may not listen at \(place). Ports below 1024 need root or CAP_NET_BIND_SERVICE: "
                    + "set \(section).port (\(variable)_PORT) to a higher one.")
        default: nil
        }
    }
}
