import FoundationEssentials
import Postgres
import StorePostgres

/// Which database keeps the records.
package struct StoreSettings: Sendable {
    package enum Engine: String, Sendable, CaseIterable {
        /// A file in the data directory.
        case sqlite
        case postgresql
    }

    package var engine: Engine
    /// libpq's connection string; with `postgresql` only. Never holds a password.
    package var url: String?
    package var passwordFile: String?
    /// For reading; one more is for writing.
    package var connections: Int

    init(_ config: SettingsReader) throws(SettingsError) {
        engine = try config.choice("engine", default: .sqlite)
        url = try config.text("url")
        passwordFile = try config.text("passwordFile")
        connections = try config.integer("connections", in: 1...100, default: 4)
        switch (engine, url) {
        case (.sqlite, nil): break
        case (.sqlite, _):
            throw SettingsError("store.url is set, but store.engine is sqlite; it takes store.engine postgresql.")
        case (.postgresql, nil):
            throw SettingsError(
                "store.url is not set. With store.engine postgresql it takes where the database is, such as "
                    + "postgresql://aerie@db.example/aerie?sslmode=verify-full.")
        case (.postgresql, let url?): try Self.check(url)
        }
    }

    /// The texts don't repeat the URL, since one that is refused may hold a password.
    private static func check(_ url: String) throws(SettingsError) {
        guard let options = ConnectionSettings(address: url, applicationName: "").options else {
            throw SettingsError(
                "store.url can't be read; it takes a URL such as postgresql://aerie@db.example/aerie?sslmode=verify-full, "
                    + "or PostgreSQL's key=value pairs.")
        }
        guard options["password"] == nil, options["sslpassword"] == nil else {
            throw SettingsError("store.url holds a password; write that into a file and name it in store.passwordFile.")
        }
    }

    /// How the database is reached; nil for SQLite.
    /// - Parameter host: named to whoever finds the database in use.
    func postgres(host: String) throws(SettingsError) -> PostgresStoreSettings? {
        guard engine == .postgresql, let url else { return nil }
        return PostgresStoreSettings(
            connection: ConnectionSettings(
                address: url, password: try password(), applicationName: "aeried on \(host)"), readers: connections)
    }

    private func password() throws(SettingsError) -> String? {
        guard let passwordFile else { return nil }
        guard let data = FileManager.default.contents(atPath: passwordFile) else {
            throw SettingsError("store.passwordFile: \(passwordFile) can't be read.")
        }
        return String(decoding: data, as: UTF8.self).filter { !$0.isNewline }
    }
}
